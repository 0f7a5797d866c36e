import { describe, expect, test } from 'vitest';
import { createSipgateClient } from '../../src/api/client.ts';
import { operationDetails } from '../../src/generated/operation-details.ts';
import { operations } from '../../src/operations.ts';
import type { Fetch } from '../../src/runtime.ts';

/** A client of an API that answers with what `answer` makes of the query. */
function clientFor(answer: (query: URLSearchParams, count: number) => unknown) {
  const asked: string[] = [];
  const fetch: Fetch = async (input, init) => {
    const { search, searchParams } = new URL(new Request(input, init).url);
    asked.push(search);
    return Response.json(answer(searchParams, asked.length));
  };
  return { sipgate: createSipgateClient({ auth: { fetch } }), asked };
}

const numbered = (length: number) => Array.from({ length }, (_, id) => ({ id }));
const part = (all: readonly unknown[], query: URLSearchParams, most = Number.POSITIVE_INFINITY) => {
  const [offset, limit] = [Number(query.get('offset')), Math.min(most, Number(query.get('limit')))];
  return all.slice(offset, offset + limit);
};
async function gathered<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('the items of a list', () => {
  test('come from all pages, a thousand at a time', async () => {
    const all = numbered(2500);
    const { sipgate, asked } = clientFor((query) => ({ items: part(all, query), totalCount: all.length }));
    expect(await gathered(sipgate.items('getHistory', { query: { types: ['CALL'] } }))).toEqual(all);
    expect(asked).toEqual([0, 1000, 2000].map((offset) => `?types=CALL&offset=${offset}&limit=1000`));
  });

  test('end with a short page where the longest page is known, without a total', async () => {
    const { sipgate, asked } = clientFor((query) => ({ items: part(numbered(3), query) }));
    expect(await gathered(sipgate.items('getHistory'))).toHaveLength(3);
    expect(asked).toHaveLength(1);
  });

  test('do not where it is not known: the API may have a limit of its own', async () => {
    const { sipgate, asked } = clientFor((query) => ({ items: part(numbered(250), query, 100) }));
    expect(await gathered(sipgate.items('getNumbers'))).toHaveLength(250);
    expect(asked).toHaveLength(4);
  });

  test('come from other envelopes as well: contacts with overallMatches', async () => {
    const all = numbered(1200);
    const { sipgate, asked } = clientFor((query) => ({ contacts: part(all, query), overallMatches: all.length }));
    expect(await gathered(sipgate.items('getContactsVcard'))).toHaveLength(1200);
    expect(asked).toHaveLength(2);
  });

  test('are found by position where the API wants that', async () => {
    const { sipgate, asked } = clientFor((query) => {
      const page = Number(query.get('position') ?? 0);
      return { events: [{ type: `event ${page}` }], ...(page < 2 && { position: String(page + 1) }), limit: 1 };
    });
    const events = await gathered(sipgate.items('getChannelEvents', { path: { channelId: 'c' } }));
    expect(events.map(({ type }) => type)).toEqual(['event 0', 'event 1', 'event 2']);
    expect(asked).toEqual(['?limit=1000', '?limit=1000&position=1', '?limit=1000&position=2']);
  });

  test('of a list without pages come with one call', async () => {
    const { sipgate, asked } = clientFor(() => ({ data: numbered(3) }));
    expect(await gathered(sipgate.items('getClients', { most: 2 }))).toHaveLength(2);
    expect(asked).toEqual(['']);
  });

  test('begin where the query says, and come as many at once as it says', async () => {
    const all = numbered(10);
    const { sipgate, asked } = clientFor((query) => ({ items: part(all, query), totalCount: 10 }));
    const items = await gathered(sipgate.items('getHistory', { query: { offset: 3, limit: 4 } }));
    expect(items).toEqual(all.slice(3));
    expect(asked).toEqual(['?offset=3&limit=4', '?offset=7&limit=4']);
  });

  test('are only asked for as far as somebody reads', async () => {
    const { sipgate, asked } = clientFor((query) => ({ items: part(numbered(5000), query), totalCount: 5000 }));
    for await (const { id } of sipgate.items('getHistory')) if (Number(id) === 1500) break;
    expect(asked).toHaveLength(2);
    expect(await gathered(sipgate.items('getHistory', { most: 7 }))).toHaveLength(7);
    expect(asked[2]).toBe('?offset=0&limit=7');
  });

  test('stop when the reader aborts', async () => {
    const reader = new AbortController();
    const { sipgate } = clientFor((query) => ({ items: part(numbered(5000), query), totalCount: 5000 }));
    const reading = (async () => {
      for await (const { id } of sipgate.items('getHistory', { signal: reader.signal }))
        if (Number(id) === 999) reader.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'request_aborted', operationId: 'getHistory' });
  });

  test('are an error where the same page comes again and again, or none at all', async () => {
    const { sipgate } = clientFor(() => ({ items: numbered(5) }));
    await expect(gathered(sipgate.items('getNumbers'))).rejects.toMatchObject({ code: 'malformed_response' });
    const without = clientFor(() => ({}));
    await expect(gathered(without.sipgate.items('getNumbers'))).rejects.toMatchObject({ code: 'malformed_response' });
  });
});

test('every operation that takes offset and limit and brings a list is read page by page', () => {
  for (const [operationId, { parameters, answer }] of Object.entries(operationDetails)) {
    const names = parameters.map(({ name }) => name);
    const lists = (answer?.fields ?? []).filter(({ type }) => type === 'array');
    const paged = names.includes('limit') && (names.includes('offset') || names.includes('position'));
    expect({ operationId, paged: operations[operationId as 'getHistory'].paging !== undefined }).toEqual({
      operationId,
      paged: paged && lists.length === 1,
    });
  }
});
