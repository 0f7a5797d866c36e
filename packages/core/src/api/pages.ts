/** Which part of a list is asked for. */
export interface PageRange {
  readonly offset: number;
  readonly limit: number;
}

/** One part of a list. `totalCount` is how many items there are on all pages, where the API says so. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly totalCount?: number;
  /** Nothing comes after it. */
  readonly last?: boolean;
}

/** How a list is read. */
export interface PagesOptions {
  /** Ends after so many items. Default: the whole list. */
  readonly most?: number | undefined;
  /** How many to ask for at once; default 100. */
  readonly pageSize?: number;
  /**
   * Whether a page shorter than asked for is the last. Default `false`, since the API may have a limit of its own: then
   * an empty page is, or the one with which `totalCount` is reached.
   */
  readonly shortPageIsLast?: boolean;
  /** What to throw when the same page comes twice, which would never end. Without it, nothing watches. */
  readonly samePageTwice?: () => Error;
}

const PAGE_SIZE = 100;

/**
 * The items of a list that comes in pages (`offset` and `limit`), read as they are wanted.
 *
 * @throws whatever `readPage` throws.
 * @example
 * const pages = itemsOfPages(async (query) => (await sipgate.GET('/numbers', { params: { query } })).data);
 * for await (const { number } of pages) console.log(number);
 */
export async function* itemsOfPages<Item>(
  readPage: (range: PageRange) => Promise<Page<Item>>,
  { most = Number.POSITIVE_INFINITY, pageSize = PAGE_SIZE, shortPageIsLast = false, samePageTwice }: PagesOptions = {},
): AsyncGenerator<Item, void, undefined> {
  let offset = 0;
  let before: string | undefined;
  while (offset < most) {
    const limit = Math.min(pageSize, most - offset);
    const { items, totalCount = Number.POSITIVE_INFINITY, last = false } = await readPage({ offset, limit });
    if (samePageTwice !== undefined && items.length > 0) {
      const page = JSON.stringify(items);
      if (page === before) throw samePageTwice();
      before = page;
    }
    yield* items.slice(0, most - offset);
    offset += items.length;
    if (items.length === 0 || last || offset >= totalCount || (shortPageIsLast && items.length < limit)) return;
  }
}

/**
 * Reads a list that comes in pages (`offset` and `limit`), whole or up to `most` items. As {@link itemsOfPages}, all at
 * once.
 *
 * @throws whatever `readPage` throws.
 * @example
 * const numbers = await readAllPages(async (query) => (await sipgate.GET('/numbers', { params: { query } })).data);
 */
export async function readAllPages<Item>(
  readPage: (range: PageRange) => Promise<Page<Item>>,
  options?: PagesOptions,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of itemsOfPages(readPage, options)) all.push(item);
  return all;
}
