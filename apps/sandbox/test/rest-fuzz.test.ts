import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { apiCaller, type DocumentedOperation, documented } from './api-caller.ts';
import { exampleQuestion } from './example-question.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});

const personOf = ({ featureScope }: DocumentedOperation) =>
  featureScope === 'NEO_PBX' ? sandbox.users.nina : sandbox.users.alice;

/** Values that are wrong in most places, and right in some. */
const anyValue = fc.oneof(
  fc.constantFrom(null, '', true, -1, 0, 1e300, 2 ** 31, 2 ** 53, 1.5, '0', 'w0', 'e0', 'p0', '+494066969001', [], {}),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '💥'.repeat(40),
    'a'.repeat(5000),
    'javascript:0',
    'AAAA',
    'JVBERi0xLjQK',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The example with some of its fields changed, gone or joined by others; or something else altogether. */
function bodyLike(example: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(example)) return fc.oneof(fc.array(bodyLike(example[0]), { maxLength: 160 }), anyValue);
  if (typeof example !== 'object' || example === null) return fc.oneof(fc.constant(example), anyValue);
  const fields = Object.entries(example).map(([name, value]) => [name, fc.option(bodyLike(value), { nil: undefined })]);
  const more = fc.dictionary(fc.constantFrom('id', '__proto__', 'x', 'value', 'deviceId'), anyValue, { maxKeys: 2 });
  return fc.oneof(
    { weight: 5, arbitrary: fc.record(Object.fromEntries(fields), { requiredKeys: [] }) },
    { weight: 2, arbitrary: fc.tuple(fc.record(Object.fromEntries(fields)), more).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 1, arbitrary: anyValue },
  );
}

const withBody = Object.values(documented).filter(({ body }) => body !== undefined);

describe('whatever is sent, the answer is one the document has, and says what is wrong', () => {
  test.each(withBody.map((operation) => [operation.operationId, operation] as const))('%s', async (id, operation) => {
    const { ask } = apiCaller(sandbox);
    const { path = {}, body: example } = await exampleQuestion(sandbox, operation);
    await fc.assert(
      fc.asyncProperty(bodyLike(example), async (body) => {
        const { status, data } = await ask(id, { user: personOf(operation), path, body: body ?? null });
        expect(status).toBeLessThan(500);
        if (status === 400) expect(data.message.length + (data.name?.length ?? 0)).toBeGreaterThan(20);
      }),
      { numRuns: 60 },
    );
  });
});

test('no body, and bodies that are no JSON', async () => {
  for (const { method, path } of withBody) {
    const url = `${sandbox.apiUrl}${path.replaceAll(/\{\w+\}/g, '1')}`;
    const { tokenId, token } = sandbox.users.alice.personalAccessToken;
    const headers = { authorization: `Basic ${Buffer.from(`${tokenId}:${token}`).toString('base64')}` };
    for (const body of ['', '{', 'null x', '\u0000']) {
      const json = { ...headers, 'content-type': 'application/json' };
      expect((await sandbox.fetch(url, { method, headers: json, body })).status).toBeLessThan(405);
    }
    expect([403, 415]).toContain((await sandbox.fetch(url, { method, headers, body: 'a=b' })).status);
  }
});

describe('whatever is in the query', () => {
  const queried = Object.values(documented).filter(({ parameters }) => parameters.some((one) => one.in === 'query'));
  test.each(queried.map((operation) => [operation.operationId, operation] as const))('%s', async (id, operation) => {
    const { ask } = apiCaller(sandbox);
    const names = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    const { path = {} } = await exampleQuestion(sandbox, operation);
    const value = fc.oneof(fc.string(), fc.constantFrom('0', '-1', '1e9', '99999999999', 'true', 'CALL', '2026-13-40'));
    const pairs = fc.array(fc.tuple(fc.constantFrom(...names, 'unknown', '__proto__'), value), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(pairs, async (query) => {
        const { status } = await ask(id, { user: personOf(operation), path, query: `?${new URLSearchParams(query)}` });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});

test('after all that, whatever can be read still fits the document', async () => {
  const { ask } = apiCaller(sandbox);
  for (const operation of Object.values(documented).filter(({ method }) => method === 'GET')) {
    const question = await exampleQuestion(sandbox, operation);
    const { status } = await ask(operation.operationId, { ...question, user: personOf(operation) });
    // By now the number may be taken, and the entry deleted.
    const changed = ['validateQuickDialNumber', 'getHistoryById'].includes(operation.operationId);
    expect(status, operation.operationId).toBeLessThan(changed ? 405 : 300);
  }
});
