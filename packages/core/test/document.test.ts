import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { DEFAULT_API_URL } from '../src/api/api-url.ts';
import { DEFAULT_API_ORIGINS } from '../src/authorized-fetch.ts';
import { operationDetails } from '../src/generated/operation-details.ts';
import { findOperation, type OperationDescription, type OperationId, operations } from '../src/operations.ts';
import { document, documented, type Json, places, resolve } from './api-document.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addFormat('int32', {
  type: 'number',
  validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
});
ajv.addVocabulary([
  'x-extensible-enum',
  'x-sipgate-quirk',
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
    expect(all.length).toBeGreaterThan(350);
  });

  test.each(all)('%s', (_, example, schema) => {
    const validate = ajv.getSchema(`document#${fragment(schema)}`);
    validate?.(example);
    expect(validate?.errors ?? []).toEqual([]);
  });

  test('known values are used where there are any', () => {
    const used = all.flatMap(([, example, schema]) => [...valuesOfOpenLists(example, at(schema))]);
    expect(used.length).toBeGreaterThan(50);
    for (const { value, known } of used) expect(known).toContain(value);
  });

  test('phone numbers are those that authorities keep for fiction', () => {
    const numbers = JSON.stringify(all).match(/(?<![\w-])\+?(?:44|49)\d{8,11}(?!\w)/g) ?? [];
    expect(numbers.length).toBeGreaterThan(100);
    for (const number of numbers) expect(number.replace('+', '')).toMatch(FICTIONAL);
  });
});

/** Where the Bundesnetzagentur and Ofcom promise that nobody answers; as much of the German ones as the examples use. */
const FICTIONAL = new RegExp(
  `^(?:49(?:${[
    '3023125\\d{3}',
    '4066969\\d{1,3}',
    '6990009\\d{3}',
    '8999998\\d{3}',
    '2214710\\d{3}',
    '152(?:28817386|28895456|54599371)',
    '17139200\\d{2}',
    '172(?:9925904|9968532|9973185|9973186|9980752)',
    '174(?:9091317|9464308)',
    '17604069\\d{3}',
  ].join('|')})|44(?:2079460\\d{3}|7700900\\d{3}))$`,
);

/** What a JSON pointer points at. */
function at(pointer: string): Json {
  const steps = pointer.slice(1).split('/');
  return steps.reduce((place, step) => place[step.replaceAll('~1', '/').replaceAll('~0', '~')] as Json, document);
}

/** The values of an example that stand where the document lists known ones. */
function* valuesOfOpenLists(value: unknown, given: Json): Generator<{ value: unknown; known: unknown }> {
  const schema = resolve(given);
  if (schema['x-extensible-enum'] !== undefined) yield { value, known: schema['x-extensible-enum'] };
  if (Array.isArray(value)) {
    for (const item of value) if (schema['items']) yield* valuesOfOpenLists(item, schema['items']);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, field] of Object.entries(value)) {
      const described = schema['properties']?.[name];
      if (described) yield* valuesOfOpenLists(field, described);
    }
  }
}

test('a value nobody knows yet is no violation', () => {
  const validate = ajv.getSchema('document#/components/schemas/Account');
  expect(validate?.({ company: '', mainProductType: 'NEO', logoUrl: '', verified: true })).toBe(true);
  expect(validate?.({ company: '', mainProductType: 7, logoUrl: '', verified: true })).toBe(false);
});

describe('the document and the operation index say the same', () => {
  const index: Readonly<Record<string, OperationDescription>> = operations;

  test('about which operations there are', () => {
    expect(documented.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(operations).toSorted());
  });

  test.each(documented)('about $operationId', ({ operationId, path, method, operation, parameters }) => {
    const security = (operation['security'] ?? []) as unknown as Record<string, string[]>[];
    const schemes = ['oauth2', 'personalAccessToken'].map((scheme) =>
      security.flatMap((requirement) => requirement[scheme] ?? []),
    );
    expect(index[operationId]).toMatchObject({
      path,
      method,
      scopes: schemes[0],
      featureScope: operation['x-sipgate-feature-scope'],
      neoAlternative: operation['x-sipgate-neo-alternative'],
    });
    expect(schemes[1]).toEqual(schemes[0]);
    const details = operationDetails[operationId as OperationId];
    expect(details.parameters.map(({ name, in: place, required }) => ({ name, in: place, required }))).toEqual(
      parameters.map(({ name, in: place, required = false }) => ({ name, in: place, required })),
    );
    expect(details.body !== undefined).toBe('requestBody' in operation);
    const success = resolve(operation['responses']?.[details.successStatus] as never) as { content?: object };
    const [type] = Object.keys(success.content ?? {});
    expect([index[operationId]?.responseBody, index[operationId]?.responseFile]).toEqual(
      type === 'application/json' ? [true, undefined] : [false, type],
    );
  });

  test('about the scopes there are', () => {
    const flow = document['components']?.['securitySchemes']?.['oauth2']?.['flows']?.['authorizationCode'];
    const offered = Object.keys(flow?.['scopes'] ?? {});
    const needed = new Set<string>(Object.values(index).flatMap(({ scopes }) => scopes));
    expect(offered).toEqual(expect.arrayContaining([...needed, 'openid']));
    for (const [scope, meaning] of Object.entries(flow?.['scopes'] ?? {})) {
      const unused = !needed.has(scope) && scope !== 'openid';
      expect(`${scope}: ${meaning}`).toEqual(
        unused ? expect.stringContaining('No operation') : expect.not.stringContaining('No operation'),
      );
    }
  });

  test.each(documented)('about where requests for $operationId go', ({ operationId, method, path, parameters }) => {
    const real = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(parameters.find((parameter) => String(parameter['name']) === name)?.['example'])),
    );
    expect(findOperation(method, real)?.operationId).toBe(operationId);
  });
});

test('the client’s defaults are the document’s', () => {
  const [server] = document['servers'] as unknown as { url: string; variables: Record<string, { default: string }> }[];
  const url = server?.url.replace(/\{(\w+)\}/g, (_, name: string) => server.variables[name]?.default ?? '');
  expect(DEFAULT_API_URL).toBe(url);
  expect(DEFAULT_API_ORIGINS).toEqual([new URL(DEFAULT_API_URL).origin]);
});

describe('the marks', () => {
  const marked = (mark: string) =>
    documented.flatMap(({ operationId, operation }) =>
      operation[mark] === undefined ? [] : [[operationId, operation[mark] as unknown] as const],
    );

  test('x-sipgate-internal is on the operations that ask for the scope internal and nothing else', () => {
    const internal = documented.filter(({ operation }) =>
      JSON.stringify(operation['security']).match(
        /^\[\{"oauth2":\["internal"\]\},\{"personalAccessToken":\["internal"\]\}\]$/,
      ),
    );
    expect(marked('x-sipgate-internal')).toEqual(internal.map(({ operationId }) => [operationId, true]));
    expect(internal).toHaveLength(6);
  });

  test.each(['x-sipgate-neo-alternative', 'x-sipgate-instead'])('%s names operations', (mark) => {
    expect(marked(mark).length).toBeGreaterThan(3);
    for (const [, name] of marked(mark)) expect(operations).toHaveProperty([String(name)]);
  });

  test('x-sipgate-feature-scope is one of the two kinds of accounts', () => {
    expect(new Set(marked('x-sipgate-feature-scope').map(([, kind]) => kind))).toEqual(
      new Set(['CLASSIC_PBX', 'NEO_PBX']),
    );
  });

  test('there are no others', () => {
    const marks = new Set(
      [...places(document)].flatMap(([, place]) => Object.keys(place).filter((key) => /^x-/.test(key))),
    );
    expect([...marks].toSorted()).toEqual([
      'x-extensible-enum',
      'x-generated',
      'x-sipgate-assumed',
      'x-sipgate-feature-scope',
      'x-sipgate-instead',
      'x-sipgate-internal',
      'x-sipgate-neo-alternative',
      'x-sipgate-quirk',
      'x-sipgate-realms',
      'x-sipgate-unconfirmed',
    ]);
  });
});

test('no field of a body is called like a parameter beside it', () => {
  for (const { operationId, operation, parameters } of documented) {
    const body = operation['requestBody']?.['content']?.['application/json']?.['schema'];
    const fields = Object.keys((body && resolve(body)['properties']) ?? {});
    const clashes = fields.filter((field) => parameters.some(({ name }) => String(name) === field));
    expect({ operationId, clashes }).toEqual({ operationId, clashes: [] });
  }
});
