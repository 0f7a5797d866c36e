import { SipgateKitError } from '@sipgate-kit/core';
import { findOperation, type Operation, operations } from '@sipgate-kit/core/operations';

/** What browsers may ask of the REST API through us. */
export interface ProxyAllowance {
  readonly operationIds: ReadonlySet<string>;
}

/** A token with it may do everything: an allow-list with this on it would be none. */
const EVERYTHING = 'all';

/**
 * Reads a list of scopes and operation ids, separated by spaces or commas: a scope allows every operation that it
 * suffices for; one that ends in `:read` only those that read, though sipgate lets it change a setting here and there. Such an
 * operation can be named by itself.
 *
 * @throws SipgateKitError `invalid_configuration` for words that are neither, and for the scope `all`.
 * @example
 * parseProxyAllowance('balance:read getAccount');
 */
export function parseProxyAllowance(text: string): ProxyAllowance {
  const operationIds = new Set<string>();
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const named = operationsOf(word);
    if (named.length === 0) throw invalid(`names "${word.slice(0, 60)}", which is neither a scope nor an operation`);
    for (const operationId of named) operationIds.add(operationId);
  }
  return { operationIds };
}

function operationsOf(word: string): readonly string[] {
  if (word === EVERYTHING) throw invalid('names the scope "all", which would allow everything: name what is needed');
  if (Object.hasOwn(operations, word)) return [word];
  const onlyReads = word.endsWith(':read');
  return Object.entries<{ readonly method: string; readonly scopes: readonly string[] }>(operations)
    .filter(([, { method, scopes }]) => scopes.includes(word) && (method === 'GET' || !onlyReads))
    .map(([operationId]) => operationId);
}

/** Characters that a server behind the API might read as a way to another path. */
const TREACHEROUS = /[/\\\p{Cc}]|^\.{1,2}$/u;

/**
 * The operation behind a request, if it is allowed.
 *
 * @param path below the API's URL, still percent-encoded
 */
export function allowedOperation(
  { operationIds }: ProxyAllowance,
  method: string,
  path: string,
): Operation | undefined {
  if (path.split('/').some(isTreacherous)) return undefined;
  const operation = findOperation(method, path);
  return operation !== undefined && operationIds.has(operation.operationId) ? operation : undefined;
}

function isTreacherous(segment: string): boolean {
  try {
    return TREACHEROUS.test(decodeURIComponent(segment));
  } catch {
    return true;
  }
}

function invalid(message: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', message, {
    hint: 'List scopes such as balance:read, or operations such as getAccount, separated by spaces.',
  });
}
