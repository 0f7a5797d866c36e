import type { OperationId } from './generated/operation-names.ts';
import { operationRows } from './generated/operations.ts';
import type { OperationDescription, Scope } from './operations.ts';

const METHODS = { G: 'GET', U: 'PUT', P: 'POST', D: 'DELETE' } as const;

/** Every operation by its operationId, sorted by path. */
export const operations: Readonly<Record<OperationId, OperationDescription>> = /* @__PURE__ */ readRows();

/** The operationIds by method and template: `GET /users/{userId}`. */
export const operationIds: ReadonlyMap<string, OperationId> = /* @__PURE__ */ new Map(
  Object.entries(operations).map(([operationId, { method, path }]) => [
    `${method} ${path}`,
    operationId as OperationId,
  ]),
);

/** What the rows say, in whose file it stands how. */
function readRows(): Readonly<Record<OperationId, OperationDescription>> {
  const read: Record<string, OperationDescription> = {};
  let path: readonly string[] = [];
  let last: readonly string[] = [];
  for (const row of operationRows.split('\n')) {
    const [[letter, ...place] = '', operationId = '', ...words] = row.split(' ');
    const [shared, ...rest] = place.join('').split('/');
    path = [...path.slice(0, Number(shared)), ...rest];
    const marks: Readonly<Record<string, string>> = Object.fromEntries(
      words.map(([sign, ...word]) => [sign, word.join('')]),
    );
    const { '=': answer, '+': again, '>': alternative, '#': paging } = marks;
    const named = words.filter((word) => word > 'a');
    const scopes = again ? last.map((scope) => scope.replace(/\w+$/, again === 'r' ? 'read' : 'write')) : named;
    if (scopes[0]) last = scopes;
    const [list = '', further, longest] = paging?.split(',') ?? [];
    const method = METHODS[letter as 'G'];
    read[operationId] = {
      method,
      path: `/${path.join('/')}`,
      scopes: (scopes[0] && !scopes.includes('internal') ? [...scopes, 'all'] : scopes) as readonly Scope[],
      responseBody: method === 'GET' ? !('-' in marks || answer) : answer === '',
      responseFile: answer || undefined,
      featureScope: 'C' in marks ? 'CLASSIC_PBX' : 'N' in marks ? 'NEO_PBX' : undefined,
      neoAlternative: alternative as OperationId | undefined,
      paging: paging ? { list, further: further || undefined, longest: Number(longest) || undefined } : undefined,
    };
  }
  return read as Record<OperationId, OperationDescription>;
}
