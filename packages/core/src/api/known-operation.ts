import { SipgateKitError } from '../errors.ts';
import type { Operation, OperationId } from '../operations.ts';
import { programPart } from '../program-part.ts';
import type { Called } from './calls.ts';
import type { Method } from './scoped-calls.ts';

/** The operation index comes with the first call: a page that only signs in does without. */
const loadOperations = /* @__PURE__ */ programPart('api_unavailable', () => import('../operation-index.ts'));

/** The operation of a template. The compiler rules the others out; plain JavaScript has no compiler. */
export async function describedOperation(method: Method, template: string): Promise<Operation> {
  const { operations, operationIds } = await loadOperations();
  const operationId = operationIds.get(`${method.toUpperCase()} ${template}`);
  if (operationId !== undefined) return { ...operations[operationId], operationId };
  throw new SipgateKitError('invalid_input', `There is no operation ${method.toUpperCase()} ${template}.`, {
    hint: 'Write the path as the API describes it, parameters in braces: /users/{userId}.',
  });
}

/** The operation of an id. The compiler rules the others out; plain JavaScript has no compiler. */
export async function namedOperation(operationId: OperationId): Promise<Operation> {
  const { operations } = await loadOperations();
  if (Object.hasOwn(operations, operationId)) return { ...operations[operationId], operationId };
  throw new SipgateKitError('invalid_input', `There is no operation ${operationId}.`, {
    hint: 'Take an operationId of the operation index: getAccount, getHistory.',
  });
}

/** A file by its URL, of which nothing but the host is told: the rest may be good for getting it. */
export async function fileAt(url: string): Promise<Called> {
  if (!URL.canParse(url)) {
    throw new SipgateKitError('invalid_input', 'What is to be downloaded is no URL.', {
      hint: 'Give the whole URL, as an answer of the API has it; an empty one means that there is no file.',
    });
  }
  return { method: 'GET', path: `of a file at ${new URL(url).host}`, scopes: [] };
}
