import type { GivenField } from '@sipgate-kit/core/operation-details';
import { fieldsInPath } from '@sipgate-kit/core/operation-details';
import { findOperation, type Operation, type OperationId, operations } from '@sipgate-kit/core/operations';
import { nearest } from '../../suggestion.ts';
import { UsageError } from '../../usage-error.ts';

/** An operation, and the values that the path it was named by brings. */
export interface MeantOperation {
  readonly operation: Operation;
  readonly fields: readonly GivenField[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const WORDS_BESIDE = ['list', 'search', 'describe'];
const all = Object.entries(operations) as readonly [OperationId, Omit<Operation, 'operationId'>][];

/**
 * The operation that an operationId, a method and a path, or a path alone (GET) names. The path may be a whole URL below
 * `apiUrl`.
 *
 * @throws UsageError with what was probably meant.
 */
export function meantOperation(target: string, path: string | undefined, apiUrl: string): MeantOperation {
  if (path === undefined && !/^(?:\/|https?:\/\/)/i.test(target))
    return { operation: namedOperation(target), fields: [] };
  const method = path === undefined ? 'GET' : target.toUpperCase();
  if (!METHODS.includes(method)) {
    throw new UsageError(
      `"${target}" is no method, so "${path}" cannot be its path.`,
      target in operations
        ? `Give parameters with -f; \`sipgate api describe ${target}\` shows which there are.`
        : `Methods are ${METHODS.join(', ')}.`,
    );
  }
  const below = pathBelow(path ?? target, apiUrl);
  const operation = findOperation(method, below) ?? findOperation(method, below.replace(/^\/v2(?=\/)/, ''));
  if (operation === undefined) throw unknownPath(method, below);
  return { operation, fields: fieldsInPath(operation, below.slice(below.startsWith('/v2/') ? 3 : 0)) };
}

function namedOperation(name: string): Operation {
  const [known] = all.find(([id]) => id === name) ?? all.find(([id]) => id.toLowerCase() === name.toLowerCase()) ?? [];
  if (known !== undefined) return { ...operations[known], operationId: known };
  if (METHODS.includes(name.toUpperCase())) {
    throw new UsageError(
      `${name.toUpperCase()} needs a path.`,
      `As in \`sipgate api ${name.toUpperCase()} /account\`.`,
    );
  }
  const ids = all.map(([id]) => id);
  const near =
    nearest(name, [...ids, ...WORDS_BESIDE]) ?? only(ids.filter((id) => id.toLowerCase().includes(name.toLowerCase())));
  throw new UsageError(
    `There is no operation "${name}".`,
    near === undefined ? `Look for it with \`sipgate api search ${name}\`.` : `Did you mean \`sipgate api ${near}\`?`,
  );
}

function only<Item>(found: readonly Item[]): Item | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** The part of a URL behind the API's; a path gets the slash it begins with. */
function pathBelow(path: string, apiUrl: string): string {
  const base = apiUrl.replace(/\/+$/, '');
  if (path === base || path.startsWith(`${base}/`)) return path.slice(base.length) || '/';
  if (/^https?:\/\//i.test(path)) {
    throw new UsageError(`${path} is not below the API's URL.`, `That is ${base}; write what follows it: /account.`);
  }
  return path.startsWith('/') ? path : `/${path}`;
}

function unknownPath(method: string, path: string): UsageError {
  const [bare = ''] = path.split(/[?#]/, 1);
  const others = METHODS.filter((other) => findOperation(other, bare) !== undefined);
  if (others.length > 0) {
    const [first] = others;
    return new UsageError(
      `${bare} takes no ${method}.`,
      `It takes ${others.join(', ')}: \`sipgate api describe ${first} ${bare}\`.`,
    );
  }
  const paths = [...new Set(all.map(([, operation]) => operation.path))];
  const near = nearest(bare, paths) ?? paths.find((one) => one.startsWith(`/${bare.split('/')[1]}/`));
  return new UsageError(
    `There is no path ${bare}.`,
    near === undefined ? 'See `sipgate api list`.' : `Did you mean ${near}? \`sipgate api list\` shows all.`,
  );
}
