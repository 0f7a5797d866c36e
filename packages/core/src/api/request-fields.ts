import {
  type FieldDescription,
  type OperationDetails,
  operationDetails,
  type ValueDescription,
} from '../generated/operation-details.ts';
import { type InputIssue, InvalidInputError } from '../invalid-input-error.ts';
import type { Operation } from '../operations.ts';
import type { OperationRequest } from './call-options.ts';
import { valueProblems } from './value-problems.ts';

/** A value for a parameter or a field of the body. */
export interface GivenField {
  readonly name: string;
  /** Text is read as the description wants it, `'5'` as a number; JSON is the value itself. */
  readonly value: { readonly text: string } | { readonly json: unknown };
  /** One item of a list, to be gathered with the others of this name. */
  readonly item?: true;
}

/** What a request is made from. */
export interface GivenRequest {
  readonly fields: readonly GivenField[];
  /** The whole body; its fields cannot be given one by one then. */
  readonly body?: unknown;
  /** Whether it has to fit the description. Default `true`; `false` sends what does not fit as well as it can be. */
  readonly check?: boolean;
}

/**
 * Sorts names and values into path, query and body, reads texts as the types the description asks for, and checks that
 * nothing is missing, unknown or out of its range.
 *
 * @throws InvalidInputError listing all that is wrong; nothing is sent.
 * @example
 * requestFromFields(operation, { fields: [{ name: 'limit', value: { text: '5' } }] }); // { query: { limit: 5 } }
 */
export function requestFromFields(
  operation: Operation,
  { fields, body: wholeBody, check = true }: GivenRequest,
): OperationRequest {
  const details = operationDetails[operation.operationId];
  const parts = {
    path: new Map<string, unknown>(),
    query: new Map<string, unknown>(),
    body: new Map<string, unknown>(),
  };
  const issues: InputIssue[] = [];
  for (const name of new Set(fields.map((field) => field.name))) {
    const given = fields.filter((field) => field.name === name);
    const { place, description } = placeOf(details, name) ?? {};
    if (place === undefined) issues.push(unknownName(operation, details, name));
    if (place === 'body' && wholeBody !== undefined)
      issues.push({ path: name, message: 'The body was given as a whole; write this into it.' });
    const read = readGiven(description ?? { type: 'any' }, given);
    if (read.problem !== undefined) issues.push({ path: name, message: read.problem });
    else if (description !== undefined) issues.push(...valueProblems(description, read.value, name));
    parts[place ?? (details.body === undefined ? 'query' : 'body')].set(name, read.value);
  }
  const body = wholeBody ?? (parts.body.size > 0 ? Object.fromEntries(parts.body) : undefined);
  issues.push(...missing(details, parts), ...bodyProblems(details, wholeBody, parts.body));
  if (check && issues.length > 0) throw new InvalidInputError(`request ${operation.operationId}`, issues);
  return {
    ...(parts.path.size > 0 && { path: Object.fromEntries(parts.path) }),
    ...(parts.query.size > 0 && { query: Object.fromEntries(parts.query) }),
    ...(body !== undefined && { body }),
  };
}

/**
 * The values that a real path and its query bring: `userId` of `/users/w0`. A parameter left in braces brings none.
 *
 * @example
 * fieldsInPath(operation, '/history?limit=5'); // [{ name: 'limit', value: { text: '5' } }]
 */
export function fieldsInPath({ path: template }: Pick<Operation, 'path'>, path: string): readonly GivenField[] {
  const [pathname = '', query = ''] = path.split('#', 1)[0]?.split('?') ?? [];
  const segments = pathname.split('/');
  const inPath = template.split('/').flatMap((segment, at) => {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    const given = segments[at] ?? '';
    if (name === undefined || /^\{.*\}$/.test(given)) return [];
    return [{ name, value: { text: decoded(given) } }];
  });
  return [...inPath, ...[...new URLSearchParams(query)].map(([name, text]) => ({ name, value: { text } }))];
}

interface Place {
  readonly place: 'path' | 'query' | 'body';
  readonly description?: ValueDescription;
}

function placeOf({ parameters, body }: OperationDetails, name: string): Place | undefined {
  const parameter = parameters.find((one) => one.name === name);
  if (parameter !== undefined && parameter.in !== 'header') return { place: parameter.in, description: parameter };
  const field = body?.fields?.find((one) => one.name === name);
  if (field !== undefined) return { place: 'body', description: field };
  const open = body !== undefined && body.fields === undefined && /^(?:object|any)$/.test(body.type);
  return open ? { place: 'body' } : undefined;
}

function unknownName({ operationId }: Operation, { parameters, body }: OperationDetails, name: string): InputIssue {
  const names = [...parameters, ...(body?.fields ?? [])].map((one) => one.name);
  const known = names.length === 0 ? 'it takes none' : `there are ${names.join(', ')}`;
  return { path: name, message: `${operationId} has no such parameter; ${known}.` };
}

/** The value that all values given for one name make. */
function readGiven(description: ValueDescription, given: readonly GivenField[]): { value?: unknown; problem?: string } {
  const isList = description.type === 'array' || given.some(({ item }) => item);
  const [only] = given;
  if (!isList) {
    if (given.length > 1 || only === undefined) return { problem: 'It is given more than once, and takes one value.' };
    return { value: readOne(description, only) };
  }
  if (given.length === 1 && only !== undefined && 'json' in only.value && !only.item) return { value: only.value.json };
  return { value: given.map((one) => readOne(description.items ?? { type: 'string' }, one)) };
}

/** Text as the type wants it, where it can be read so; else as it is. */
function readOne({ type, nullable }: ValueDescription, { value }: GivenField): unknown {
  if ('json' in value) return value.json;
  const { text } = value;
  if ((type === 'integer' || type === 'number') && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true';
  if (nullable && type !== 'string' && text === 'null') return null;
  return text;
}

function missing(
  { parameters }: OperationDetails,
  parts: Readonly<Record<'path' | 'query', ReadonlyMap<string, unknown>>>,
): readonly InputIssue[] {
  return parameters
    .filter(({ name, in: place, required }) => required && place !== 'header' && !parts[place].has(name))
    .map(({ name }) => ({ path: name, message: 'It is needed.' }));
}

function bodyProblems(
  { body }: OperationDetails,
  whole: unknown,
  given: ReadonlyMap<string, unknown>,
): readonly InputIssue[] {
  if (body === undefined) return whole === undefined ? [] : [{ path: '', message: 'It takes no body.' }];
  if (whole !== undefined) return valueProblems(body, whole, '');
  if (!body.required && given.size === 0) return [];
  if (body.fields === undefined) return given.size > 0 ? [] : [{ path: '', message: 'It needs a body.' }];
  const lacking = (field: FieldDescription) => field.required && !given.has(field.name);
  return body.fields.filter(lacking).map(({ name }) => ({ path: name, message: 'It is needed.' }));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
