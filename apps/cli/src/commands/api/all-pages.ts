import { type OperationRequest, readAllPages, type SipgateClient, SipgateKitError } from '@sipgate-kit/core';
import { operationDetails, type ValueDescription } from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import type { Cli } from '../../cli.ts';
import { UsageError } from '../../usage-error.ts';

/** Where the API says nothing about the longest page. */
const USUAL_PAGE = 100;

/** @throws UsageError for an operation that takes no `offset` and `limit`, or brings no list. */
export function assertPaged({ operationId }: Operation): void {
  const { parameters, answer } = operationDetails[operationId];
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const why = !(names.includes('offset') && names.includes('limit'))
    ? 'it takes no offset and limit'
    : listIn(answer) === undefined
      ? 'its answer is no list'
      : undefined;
  if (why !== undefined) throw new UsageError(`${operationId} has no pages: ${why}.`, 'Leave out --paginate.');
}

/** The list that an answer is, or has inside, by its description. */
export function listIn(answer: ValueDescription | undefined): ValueDescription | undefined {
  return answer?.type === 'array'
    ? answer
    : answer?.fields?.find(({ name, type }) => type === 'array' && /^(?:items|data)$/.test(name));
}

/** The items of all pages from `offset` on; `limit` is how many are asked for at once. */
export async function allPages(
  cli: Cli,
  sipgate: SipgateClient,
  { operationId, path }: Operation,
  request: OperationRequest,
): Promise<readonly unknown[]> {
  const first = Number(request.query?.['offset'] ?? 0);
  const longest = operationDetails[operationId].parameters.find(({ name }) => name === 'limit')?.maximum;
  const pageSize = Number(request.query?.['limit'] ?? longest ?? USUAL_PAGE) || USUAL_PAGE;
  const progress = cli.output.progress(`Reading ${path} …`);
  let before = '';
  let total: number | undefined;
  let items: readonly unknown[];
  try {
    items = await readAllPages(
      async ({ offset, limit }) => {
        const query = { ...request.query, offset: first + offset, limit };
        const { data } = await sipgate.request(operationId, { ...request, query, signal: cli.signal });
        const page = pageOf(data);
        if (page === undefined) throw noList(operationId);
        const now = JSON.stringify(page.items);
        if (page.items.length > 0 && now === before) throw samePage(operationId);
        before = now;
        total = page.totalCount;
        progress.update(`Reading ${path}: ${offset + page.items.length}${total === undefined ? '' : ` of ${total}`} …`);
        return { items: page.items, ...(total !== undefined && { totalCount: Math.max(total - first, 0) }) };
      },
      { pageSize },
    );
  } finally {
    progress.done();
  }
  cli.output.note(`${items.length} item${items.length === 1 ? '' : 's'}${total === undefined ? '' : ` of ${total}`}.`);
  return items;
}

/** The API's envelopes: `items`, `data`, or none. */
function pageOf(data: unknown): { items: readonly unknown[]; totalCount?: number } | undefined {
  if (Array.isArray(data)) return { items: data };
  if (typeof data !== 'object' || data === null) return undefined;
  const { items, data: inner, totalCount } = data as Readonly<Record<string, unknown>>;
  const list = Array.isArray(items) ? items : inner;
  if (!Array.isArray(list)) return undefined;
  return { items: list, ...(typeof totalCount === 'number' && { totalCount }) };
}

function noList(operationId: string): SipgateKitError {
  return new SipgateKitError('malformed_response', `${operationId} was answered with something other than a list.`, {
    hint: 'Leave out --paginate to see the answer.',
  });
}

function samePage(operationId: string): SipgateKitError {
  return new SipgateKitError('malformed_response', `${operationId} was answered with the same page twice.`, {
    hint: 'The API seems to ignore offset here. Leave out --paginate, and ask for more at once with -f limit=….',
  });
}
