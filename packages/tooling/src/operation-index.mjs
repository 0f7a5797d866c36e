/** The operation index: what has to be known of every operation at run time, in as few bytes as can be. */
import { answerFieldsOf, listIn, operationsIn, scopesOf, successOf } from './document.mjs';

/**
 * @typedef {import('./document.mjs').Document} Document
 * @typedef {import('./document.mjs').DocumentedOperation} DocumentedOperation
 */

/** The source of operations.ts. @param {Document} document @param {string} header */
export function operationIndexOf(document, header) {
  const placed = operationsIn(document).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  let scopesAbove = '';
  const rows = placed.map(({ method, path, operation, parameters }, index) => {
    const scopes = withoutAll(scopesOf(operation));
    const kinds = scopes.map((scope) => scope.replace(/:\w+$/, ''));
    const ends = new Set(scopes.map((scope) => scope.slice(scope.lastIndexOf(':') + 1)));
    const repeated = kinds.join(' ') === scopesAbove && ends.size === 1 && /^(?:read|write)$/.test([...ends].join());
    if (kinds.length > 0) scopesAbove = kinds.join(' ');
    return [
      `${method === 'PUT' ? 'U' : method.slice(0, 1)}${shortened(path, placed[index - 1]?.path ?? '')}`,
      operation.operationId,
      ...answerOf(method, operation),
      ...kindOf(operation),
      ...pagesOf(document, operation, parameters),
      ...(repeated ? [`+${[...ends][0]?.slice(0, 1)}`] : scopes),
    ].join(' ');
  });
  return `${header}
/**
 * Every operation in a row: the letter of its method (U is PUT), how many segments its path begins with as the row above
 * does, the rest of the path, its operationId, and then
 * - \`=text/csv\` a file comes; \`=\` JSON comes, although it is no GET; \`-\` nothing comes, although it is one;
 * - \`C\` on classic accounts only, \`N\` on those of the newer kind only;
 * - \`>getChannels\` what does the job on accounts of the newer kind;
 * - \`#items,totalCount,1000\` it has pages: where the list is, where its whole length or the next position, the longest page;
 * - its scopes but for \`all\`, which is the last of them unless \`internal\` is there, too. \`+r\` and \`+w\` are the last
 *   scopes above, to read and to write.
 */
export const operationRows = \`${rows.join('\n')}\`;
`;
}

/** @param {readonly string[]} scopes */
function withoutAll(scopes) {
  return scopes.includes('internal') ? scopes : scopes.filter((scope) => scope !== 'all');
}

/** @param {string} method @param {DocumentedOperation} operation */
function answerOf(method, operation) {
  const [, success] = successOf(operation);
  const [type] = Object.keys(success.content ?? {});
  if (type !== undefined && type !== 'application/json') return [`=${type}`];
  if (method === 'GET') return type === undefined ? ['-'] : [];
  return type === undefined ? [] : ['='];
}

/** @param {DocumentedOperation} operation */
function kindOf(operation) {
  const kind = operation['x-sipgate-feature-scope'];
  const alternative = operation['x-sipgate-neo-alternative'];
  return [...(kind === undefined ? [] : [kind.slice(0, 1)]), ...(alternative === undefined ? [] : [`>${alternative}`])];
}

/** @param {string} path @param {string} above */
function shortened(path, above) {
  const [segments, others] = [path, above].map((one) => one.split('/').slice(1));
  const different = (segments ?? []).findIndex((segment, index) => segment !== others?.[index]);
  const shared = different === -1 ? (segments?.length ?? 0) : different;
  return [shared, ...(segments ?? []).slice(shared)].join('/');
}

/**
 * @param {Document} document
 * @param {DocumentedOperation} operation
 * @param {readonly import('./document.mjs').Parameter[]} parameters
 */
export function pagesOf(document, operation, parameters) {
  const list = listIn(document, operation);
  const named = (/** @type {string} */ name) => parameters.find((one) => one.in === 'query' && one.name === name);
  const limit = named('limit');
  if (list === undefined || limit === undefined || !(named('offset') || named('position'))) return [];
  const further = named('position') ? 'position' : (totalIn(document, operation) ?? '');
  return [`#${list},${further},${limit.schema['maximum'] ?? ''}`];
}

/** @param {Document} document @param {DocumentedOperation} operation */
function totalIn(document, operation) {
  return answerFieldsOf(document, operation).find(([name]) => /^(?:totalCount|overallMatches)$/.test(name))?.[0];
}
