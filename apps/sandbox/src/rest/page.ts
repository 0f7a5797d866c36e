/** A page of a list: `offset` items are skipped; without a `limit` the rest follows. */
export function pageOf<Item>(
  items: readonly Item[],
  { offset = 0, limit }: { offset?: number; limit?: number },
): Item[] {
  return items.slice(offset, limit === undefined ? undefined : offset + limit);
}
