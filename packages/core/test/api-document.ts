import { readFileSync } from 'node:fs';

/** Anything in the document that has fields. */
export interface Json {
  readonly [key: string]: Json;
}

/** The API's description in one piece. */
export const document = JSON.parse(
  readFileSync(new URL('../src/generated/openapi.json', import.meta.url), 'utf8'),
) as Json;

/** Follows a reference within the document. */
export function resolve(value: Json): Json {
  const reference: unknown = value['$ref'];
  if (typeof reference !== 'string') return value;
  const steps = reference.slice(2).split('/');
  return steps.reduce((place, step) => place[step.replaceAll('~1', '/')] as Json, document);
}

/** Every object in the document with its JSON pointer. */
export function* places(value: unknown, pointer = ''): Generator<[pointer: string, value: Json]> {
  if (typeof value !== 'object' || value === null) return;
  yield [pointer, value as Json];
  for (const [key, child] of Object.entries(value)) {
    yield* places(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

/** An operation of the document, and where it stands. */
export interface DocumentedOperation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly operation: Json;
  /** Those of its path, too. */
  readonly parameters: readonly Json[];
}

/** Every operation of the document. */
export const documented: readonly DocumentedOperation[] = Object.entries(document['paths'] ?? {}).flatMap(
  ([path, item]) =>
    Object.entries(item as Json)
      .filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operationId: String(operation['operationId']),
        operation,
        parameters: ([item['parameters'] ?? [], operation['parameters'] ?? []].flat() as unknown as Json[]).map(
          resolve,
        ),
      })),
);
