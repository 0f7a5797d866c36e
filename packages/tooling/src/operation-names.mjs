/** The operations as types: what the compiler needs to know of scopes, paths and lists. */
import { listIn, operationsIn, scopesOf } from './document.mjs';

/** @typedef {{ flows: { authorizationCode: { scopes: Record<string, string> } } }} OAuth2Scheme */

/** The source of operation-names.ts. @param {import('./document.mjs').Document} document @param {string} header */
export function operationNamesOf(document, header) {
  const all = operationsIn(document).map(({ method, path, operation }) => ({
    id: operation.operationId,
    method: method.toLowerCase(),
    path,
    scopes: scopesOf(operation),
    list: method === 'GET' ? listIn(document, operation) : undefined,
    internal: operation['x-sipgate-internal'] === true,
  }));
  const open = all.filter(({ internal }) => !internal);
  const paths = [...new Set(open.map(({ path }) => path))].sort();
  const operationsAt = (/** @type {string} */ at) =>
    open.filter(({ path }) => path === at).map(({ method, id }) => `${method}: '${id}'`);
  const oauth2 = /** @type {OAuth2Scheme | undefined} */ (document.components['securitySchemes']?.['oauth2']);
  const offered = Object.keys(oauth2?.flows.authorizationCode.scopes ?? {});
  return `${header}
/** The scopes that a sign-in can ask for, those included that no operation needs. */
export type OfferedScope = ${union(offered)};

/** The scopes of every operation, of which one suffices; \`none\` where no scope is needed. */
export interface ScopesByOperation {
${open.map(({ id, scopes }) => `  ${id}: ${union(scopes.length === 0 ? ['none'] : scopes)};`).join('\n')}
}

/** The operations that need the scope \`internal\`: for sipgate's own software. */
export type InternalOperationId = ${union(all.filter(({ internal }) => internal).map(({ id }) => id))};

/** Name of an operation that others than sipgate may call, too. */
export type OpenOperationId = keyof ScopesByOperation;

/** Name of an operation, as the API's description gives it: \`getAccount\`, \`createClient\`, … */
export type OperationId = OpenOperationId | InternalOperationId;

/** The operations by path and method, but for the internal ones. */
export interface OperationsByPath {
${paths.map((path) => `  '${path}': { ${operationsAt(path).join('; ')} };`).join('\n')}
}

/** Where the list is in the answers that have one. */
export interface ListsByOperation {
${open.flatMap(({ id, list }) => (list === undefined ? [] : [`  ${id}: '${list}';`])).join('\n')}
}
`;
}

/** @param {readonly string[]} names */
function union(names) {
  return names.map((name) => `'${name}'`).join(' | ');
}
