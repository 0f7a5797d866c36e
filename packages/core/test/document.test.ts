import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { DEFAULT_API_URL } from '../src/api/api-url.ts';
import { DEFAULT_API_ORIGINS } from '../src/authorized-fetch.ts';
import { type OperationDescription, operations } from '../src/operations.ts';

interface Json {
  readonly [key: string]: Json;
}

const document = JSON.parse(readFileSync(new URL('../src/generated/openapi.json', import.meta.url), 'utf8')) as Json;

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addFormat('int32', {
  type: 'number',
  validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
});
ajv.addVocabulary([
  'x-extensible-enum',
  'example',
  'components',
  'openapi',
  'info',
  'servers',
  'tags',
  'paths',
  'x-generated',
  'security',
]);
ajv.addSchema(document, 'document');

/** Follows a reference within the document. */
function resolve(value: Json): Json {
  const reference: unknown = value['$ref'];
  if (typeof reference !== 'string') return value;
  const steps = reference.slice(2).split('/');
  return steps.reduce((place, step) => place[step.replaceAll('~1', '/')] as Json, document);
}

/** Every object in the document with its JSON pointer. */
function* places(value: unknown, pointer = ''): Generator<[pointer: string, value: Json]> {
  if (typeof value !== 'object' || value === null) return;
  yield [pointer, value as Json];
  for (const [key, child] of Object.entries(value)) {
    yield* places(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

/** The examples of a media type, parameter, header or schema, together with the schema they must pass. */
function* examples(): Generator<[pointer: string, example: unknown, schema: string]> {
  for (const [pointer, place] of places(document)) {
    if (/\/examples?(\/|$)/.test(pointer)) continue;
    if (place['schema'] !== undefined) {
      const named = Object.entries(place['examples'] ?? {}) as [string, Json][];
      for (const [name, { value }] of named) yield [`${pointer}/examples/${name}`, value, `${pointer}/schema`];
      if ('example' in place) yield [`${pointer}/example`, place['example'], `${pointer}/schema`];
    } else if (Array.isArray(place['examples'])) {
      const list: unknown[] = place['examples'];
      for (const [index, example] of list.entries()) yield [`${pointer}/examples/${index}`, example, pointer];
    }
  }
}

const fragment = (pointer: string) => pointer.split('/').map(encodeURIComponent).join('/');

describe('every example passes its own schema', () => {
  const all = [...examples()];

  test('and there are some', () => {
    expect(all.length).toBeGreaterThan(50);
  });

  test.each(all)('%s', (_, example, schema) => {
    const validate = ajv.getSchema(`document#${fragment(schema)}`);
    validate?.(example);
    expect(validate?.errors ?? []).toEqual([]);
  });

  test('known values are used where there are any', () => {
    const known = new Set<unknown>();
    for (const [, { 'x-extensible-enum': values }] of places(document)) {
      if (Array.isArray(values)) for (const value of values) known.add(value);
    }
    const used =
      JSON.stringify(all).match(/"(?:type|direction|mainProductType|historyLifeTime|callStatus)":"[^"]+"/g) ?? [];
    expect(used.length).toBeGreaterThan(10);
    for (const field of used) expect(known).toContain(JSON.parse(`{${field}}`)[field.split('"')[1] ?? '']);
  });
});

test('a value nobody knows yet is no violation', () => {
  const validate = ajv.getSchema('document#/components/schemas/Account');
  expect(validate?.({ company: '', mainProductType: 'NEO', logoUrl: '', verified: true })).toBe(true);
  expect(validate?.({ company: '', mainProductType: 7, logoUrl: '', verified: true })).toBe(false);
});

describe('the document and the operation index say the same', () => {
  const documented = Object.entries(document['paths'] ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Json)
      .filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
      .map(
        ([method, operation]) =>
          [String(operation['operationId']), { path, method, item: item as Json, operation }] as const,
      ),
  );
  const index: Readonly<Record<string, OperationDescription>> = operations;

  test('about which operations there are', () => {
    expect(documented.map(([operationId]) => operationId).toSorted()).toEqual(Object.keys(operations));
  });

  test.each(documented)('about %s', (operationId, { path, method, item, operation }) => {
    const parameters = [item['parameters'] ?? [], operation['parameters'] ?? []].flat() as unknown as Json[];
    const security = (operation['security'] ?? []) as unknown as Record<string, string[]>[];
    const schemes = ['oauth2', 'personalAccessToken'].map((scheme) =>
      security.flatMap((requirement) => requirement[scheme] ?? []),
    );
    expect(index[operationId]).toMatchObject({
      path,
      method: method.toUpperCase(),
      scopes: schemes[0],
      requestBody: 'requestBody' in operation,
      parameters: parameters
        .map(resolve)
        .map(({ name, in: place, required = false }) => ({ name, in: place, required })),
    });
    expect(schemes[1]).toEqual(schemes[0]);
    expect(Object.keys(operation['responses'] ?? {})).toContain(String(index[operationId]?.successStatus));
  });

  test('about the scopes there are', () => {
    const flow = document['components']?.['securitySchemes']?.['oauth2']?.['flows']?.['authorizationCode'];
    const offered = Object.keys(flow?.['scopes'] ?? {});
    const needed = new Set(Object.values(index).flatMap(({ scopes }) => scopes));
    expect(offered.toSorted()).toEqual([...needed, 'openid'].toSorted());
  });
});

test('the client’s defaults are the document’s', () => {
  const [server] = document['servers'] as unknown as { url: string; variables: Record<string, { default: string }> }[];
  const url = server?.url.replace(/\{(\w+)\}/g, (_, name: string) => server.variables[name]?.default ?? '');
  expect(DEFAULT_API_URL).toBe(url);
  expect(DEFAULT_API_ORIGINS).toEqual([new URL(DEFAULT_API_URL).origin]);
});
