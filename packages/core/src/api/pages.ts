/** Which part of a list is asked for. */
export interface PageRange {
  readonly offset: number;
  readonly limit: number;
}

/** One part of a list. `totalCount` is how many items there are on all pages, where the API says so. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly totalCount?: number;
}

const PAGE_SIZE = 100;

/**
 * Reads a list that comes in pages (`offset` and `limit`), whole or up to `most` items.
 *
 * A page that is shorter than asked for does not end it, since the API may have a limit of its own: an empty one does,
 * or `totalCount` where the API tells it.
 *
 * @param pageSize how many to ask for at once; default 100.
 * @throws whatever `readPage` throws.
 * @example
 * const numbers = await readAllPages(async (query) => (await sipgate.GET('/numbers', { params: { query } })).data);
 */
export async function readAllPages<Item>(
  readPage: (range: PageRange) => Promise<Page<Item>>,
  {
    most = Number.POSITIVE_INFINITY,
    pageSize = PAGE_SIZE,
  }: { readonly most?: number; readonly pageSize?: number } = {},
): Promise<Item[]> {
  const all: Item[] = [];
  while (all.length < most) {
    const { items, totalCount } = await readPage({ offset: all.length, limit: Math.min(pageSize, most - all.length) });
    all.push(...items);
    if (items.length === 0 || all.length >= (totalCount ?? Number.POSITIVE_INFINITY)) break;
  }
  return all.slice(0, most);
}
