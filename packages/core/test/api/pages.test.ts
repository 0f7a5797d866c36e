import { expect, test } from 'vitest';
import { type PageRange, readAllPages } from '../../src/api/pages.ts';

/** A list of `count` numbers whose pages never have more than `longest`. */
function listOf(count: number, { longest = count, tellsTotal = false } = {}) {
  const all = Array.from({ length: count }, (_, index) => index);
  const asked: PageRange[] = [];
  const readPage = async (range: PageRange) => {
    asked.push(range);
    const items = all.slice(range.offset, range.offset + Math.min(range.limit, longest));
    return tellsTotal ? { items, totalCount: count } : { items };
  };
  return { all, asked, readPage };
}

test('all pages are read, one after the other', async () => {
  const { all, asked, readPage } = listOf(250);
  expect(await readAllPages(readPage)).toEqual(all);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 100, 200, 250]);
});

test('an API that gives fewer than asked for loses nothing', async () => {
  const { all, readPage } = listOf(45, { longest: 20 });
  expect(await readAllPages(readPage)).toEqual(all);
});

test('a total spares the last, empty page', async () => {
  const { asked, readPage } = listOf(150, { tellsTotal: true });
  await readAllPages(readPage);
  expect(asked).toHaveLength(2);
});

test('no more is asked for than wanted', async () => {
  const { asked, readPage } = listOf(1000);
  expect(await readAllPages(readPage, { most: 120 })).toHaveLength(120);
  expect(asked).toEqual([
    { offset: 0, limit: 100 },
    { offset: 100, limit: 20 },
  ]);
  expect(await readAllPages(readPage, { most: 0 })).toEqual([]);
});
