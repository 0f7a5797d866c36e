import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';

interface Media {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: { example?: string };
  }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, Media>> }>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: object;
}

let sandbox: Sandbox;
let description: Description;
beforeAll(async () => {
  sandbox = await createSandbox();
  description = await (await sandbox.fetch(`${sandbox.url}/__sandbox/openapi.json`)).json();
});

const operations = () =>
  Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

test('Redocly finds nothing wrong with the description', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'control-description-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(description, undefined, 2));
  const redocly = fileURLToPath(new URL('../../../node_modules/@redocly/cli/bin/cli.js', import.meta.url));
  const config = fileURLToPath(new URL('../redocly.yaml', import.meta.url));

  const run = promisify(execFile)(process.execPath, [redocly, 'lint', '--config', config, file]);

  await expect(run).resolves.toMatchObject({ stderr: expect.stringContaining('Your API description is valid') });
  await rm(folder, { recursive: true });
});

test('every operation there is, by its name', () => {
  expect(operations().map(({ method, path, operation }) => `${operation.operationId}: ${method} ${path}`)).toEqual([
    'getClock: GET /__sandbox/clock',
    'changeClock: POST /__sandbox/clock',
    'listFaults: GET /__sandbox/faults',
    'addFault: POST /__sandbox/faults',
    'clearFaults: DELETE /__sandbox/faults',
    'listRequests: GET /__sandbox/requests',
    'clearRequests: DELETE /__sandbox/requests',
    'listViolations: GET /__sandbox/violations',
    'listScenarios: GET /__sandbox/scenarios',
    'playScenario: POST /__sandbox/scenarios/{name}',
    'signIn: POST /__sandbox/sign-in',
    'getState: GET /__sandbox/state',
    'putState: PUT /__sandbox/state',
    'reset: POST /__sandbox/reset',
    'listTokens: GET /__sandbox/tokens',
  ]);
});

test('every example of every operation is taken, and answered as described', async () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', ...description });
  const snapshot = sandbox.snapshot();
  const seen: string[] = [];

  for (const { path, method, operation } of operations()) {
    const { operationId, parameters = [], requestBody, responses } = operation;
    const given = Object.values(requestBody?.content['application/json']?.examples ?? {}).map(({ value }) => value);
    // A snapshot is an example nobody would read: it is the answer of getState.
    const bodies = operationId === 'putState' ? [snapshot] : given;
    expect(requestBody?.required === true && bodies.length === 0, `${operationId} has no example`).toBe(false);
    const [status = ''] = Object.keys(responses).filter((code) => code.startsWith('2'));
    const schema = refsInto('api', responses[status]?.content['application/json']?.schema ?? false);
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    const address = inPath.reduce(
      (text, { name, schema: { example = '' } }) => text.replace(`{${name}}`, example),
      path,
    );

    for (const body of requestBody?.required === true ? bodies : [undefined, ...bodies]) {
      await createSessionOnce();
      const response = await sandbox.fetch(`${sandbox.url}${address}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const answer = await response.json();
      expect([operationId, response.status, answer]).toEqual([operationId, Number(status), answer]);
      expect(ajv.validate(schema, answer), `${operationId}: ${ajv.errorsText()}`).toBe(true);
    }
    seen.push(operationId);
  }
  expect(new Set(seen).size).toBe(operations().length);
});

test('what is refused is answered as described, too', async () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', ...description });
  for (const { path, method, operation } of operations()) {
    if (operation.responses['400'] === undefined || operation.requestBody === undefined) continue;
    const response = await sandbox.fetch(`${sandbox.url}${path.replace('{name}', 'lost-refresh')}`, {
      method,
      body: '{"noSuchField":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect([operation.operationId, response.status]).toEqual([operation.operationId, 400]);
    expect(ajv.validate({ $ref: 'api#/components/schemas/Problem' }, await response.json())).toBe(true);
  }
});

/** Something in the lists, so that what is in them is held against the description as well. */
async function createSessionOnce(): Promise<void> {
  if (sandbox.requests().length > 0 && sandbox.tokens().length > 0) return;
  const { relyingParty } = await import('./relying-party.ts');
  await relyingParty(sandbox).tokens();
  await sandbox.fetch(`${sandbox.apiUrl}/acount?limt=1`, { headers: { authorization: 'Bearer x' } });
}

function refsInto(id: string, schema: object | false): object | boolean {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${id}#/components/`));
}
