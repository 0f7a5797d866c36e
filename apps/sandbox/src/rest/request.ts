import { InvalidInputError } from '@sipgate-kit/core';
import {
  fieldsInPath,
  operationDetails,
  requestFromFields,
  type ValueDescription,
} from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import { invalidParameter, RestError } from './rest-error.ts';

/** What a request brings, read and checked by the operation's description. */
export interface ReadRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Reads path, query and JSON body. What the description does not know is left out, as a server would; parameters that
 * are absent get their defaults, and switches that are absent from a body are off: sipgate's description says so of
 * nearly all of them.
 *
 * @param below path and query below the API's.
 * @throws RestError 415 for a body of another content type, 400 for one that is no JSON, or what does not fit.
 */
export async function readRequest(operation: Operation, below: string, request: Request): Promise<ReadRequest> {
  const { parameters, body: description } = operationDetails[operation.operationId];
  const body = description === undefined ? undefined : pruned(description, await jsonIn(request));
  const fields = fieldsInPath(operation, below).filter(({ name }) => parameters.some((one) => one.name === name));
  try {
    const { path = {}, query = {} } = requestFromFields(operation, { fields, ...(body !== undefined && { body }) });
    const defaults = parameters.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]));
    return {
      path: Object.fromEntries(Object.entries(path).map(([name, value]) => [name, String(value)])),
      query: { ...Object.fromEntries(defaults), ...query },
      body,
    };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw invalidParameter(error.issues.map(({ path, message }) => `${path || 'body'}: ${message}`).join(' '));
  }
}

async function jsonIn(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) throw new RestError(415);
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new RestError(400, { name: 'INVALID_JSON', message: 'The body is not JSON.' });
  }
}

/** A value without fields that are not described, and with the switches that are. */
function pruned(description: ValueDescription, value: unknown): unknown {
  const { items, fields } = description;
  if (Array.isArray(value)) return items === undefined ? value : value.map((item) => pruned(items, item));
  if (typeof value !== 'object' || value === null || fields === undefined) return value;
  const given = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      if (Object.hasOwn(given, field.name)) return [[field.name, pruned(field, given[field.name])]];
      return field.type === 'boolean' && !field.required ? [[field.name, false]] : [];
    }),
  );
}
