import type { Operation } from '../operations.ts';
import { ApiError } from './api-error.ts';
import type { CallOptions, ListOptions, OperationRequest, SipgateResponse } from './call-options.ts';
import { itemsOfPages, type Page } from './pages.ts';

type Call = (known: Promise<Operation>, request: OperationRequest & CallOptions) => Promise<SipgateResponse<unknown>>;

const LONGEST_PAGE = 1000;

/**
 * The items of an operation's list. `offset` and `limit` of the query say where to begin and how many to ask for at once;
 * by default as many as the API gives, at most 1000.
 */
export async function* itemsOf(
  known: () => Promise<Operation>,
  call: Call,
  { most, ...request }: OperationRequest & ListOptions,
): AsyncGenerator<unknown, void, undefined> {
  const operation = await known();
  const { paging } = operation;
  const { query } = request;
  const read = async (part: Readonly<Record<string, unknown>>) => {
    const { data } = await call(Promise.resolve(operation), { ...request, query: { ...query, ...part } });
    return data as Readonly<Record<string, unknown>>;
  };
  if (paging === undefined) {
    yield* listIn(operation, await read({})).slice(0, most);
    return;
  }
  const first = Number(query?.['offset'] ?? 0);
  let position: unknown;
  yield* itemsOfPages(
    async ({ offset, limit }): Promise<Page<unknown>> => {
      const byPosition = paging.further === 'position';
      const data = await read(
        byPosition ? { limit, ...(position ? { position } : {}) } : { offset: first + offset, limit },
      );
      position = data['position'];
      const total = byPosition ? undefined : data[paging.further ?? ''];
      return {
        items: listIn(operation, data),
        ...(typeof total === 'number' && { totalCount: Math.max(0, total - first) }),
        ...(byPosition && !position && { last: true }),
      };
    },
    {
      most,
      pageSize: Number(query?.['limit'] ?? 0) || Math.min(paging.longest ?? LONGEST_PAGE, LONGEST_PAGE),
      shortPageIsLast: paging.longest !== undefined,
      samePageTwice: () =>
        new ApiError('malformed_response', operation, 'was answered with the same page twice.', {
          hint: 'Ask for more at once with limit, and report it to sipgate.',
        }),
    },
  );
}

function listIn(operation: Operation, data: Readonly<Record<string, unknown>>): readonly unknown[] {
  const list = operation.paging ? data?.[operation.paging.list] : Object.values(data ?? {}).find(Array.isArray);
  if (Array.isArray(list)) return list;
  throw new ApiError('malformed_response', operation, 'was answered without its list.', {
    hint: 'Make the call by itself to see the answer.',
  });
}
