import { InvalidInputError } from '@sipgate-kit/core';
import {
  fieldsInPath,
  operationDetails,
  requestFromFields,
  type ValueDescription,
} from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import type { ReportViolation } from '../door/violations.ts';
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
 * @param report told about what does not fit, refused or left out.
 * @throws RestError 415 for a body of another content type, 400 for one that is no JSON, or what does not fit.
 */
export async function readRequest(
  operation: Operation,
  below: string,
  request: Request,
  report: ReportViolation,
): Promise<ReadRequest> {
  const { parameters, body: description } = operationDetails[operation.operationId];
  const json = description === undefined ? undefined : await jsonIn(request, report);
  const body = description === undefined ? undefined : pruned(description, json);
  for (const name of unknownParameters(parameters, request)) report(`unknown query parameter ${shown(name)}`);
  if (description !== undefined)
    for (const name of unknownFields(description, json)) report(`unknown field ${shown(name)}`);
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
    const problem = error.issues.map(({ path, message }) => `${path || 'body'}: ${message}`).join(' ');
    report(problem);
    throw invalidParameter(problem);
  }
}

async function jsonIn(request: Request, report: ReportViolation): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    report('the content-type of the body is not application/json');
    throw new RestError(415);
  }
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch {
    report('the body is not JSON');
    throw new RestError(400, { name: 'INVALID_JSON', message: 'The body is not JSON.' });
  }
}

/** A name that is none could be a secret in the wrong place. */
function shown(name: string): string {
  return /^[\w.-]{1,60}$/.test(name) ? name : '***';
}

function unknownParameters(
  known: readonly { readonly name: string; readonly in: string }[],
  request: Request,
): string[] {
  const given = new Set(new URL(request.url).searchParams.keys());
  return [...given].filter((name) => !known.some((one) => one.in === 'query' && one.name === name));
}

/** Names of the fields that are not described, such as `items.0.colour`. */
function unknownFields({ items, fields }: ValueDescription, value: unknown, at = ''): string[] {
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.flatMap((item, index) => unknownFields(items, item, `${at}${index}.`));
  }
  if (typeof value !== 'object' || value === null || fields === undefined) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = fields.find((one) => one.name === name);
    return field === undefined ? [`${at}${name}`] : unknownFields(field, inner, `${at}${name}.`);
  });
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
