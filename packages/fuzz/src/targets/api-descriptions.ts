import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compare } from '../../../tooling/src/spec-drift/compare.mjs';
import { describedApi } from '../../../tooling/src/spec-drift/described-api.mjs';
import { readDescription, UnreadableDescription } from '../../../tooling/src/spec-drift/read-description.mjs';
import { changelogOf, tableOf } from '../../../tooling/src/spec-drift/report.mjs';
import { almost, hostileJson, hostileText } from '../hostile.ts';
import { holds } from '../promises.ts';
import { target } from '../target.ts';

const operation = almost({
  operationId: 'getThing',
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  responses: {
    '200': { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
  },
  security: [{ oauth: ['things:read'] }],
});
const document = fc
  .record({
    item: fc.oneof(
      operation.map((get) => ({ get })),
      hostileJson('get', 'parameters', '$ref'),
    ),
    schema: fc.oneof(
      almost({ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }),
      hostileJson('allOf', '$ref', 'items'),
    ),
    version: fc.constantFrom({ openapi: '3.1.0' }, { openapi: '3.0.3' }, { swagger: '2.0' }, {}),
    path: fc.oneof(
      fc.constant('/things/{id}'),
      hostileText('/').map((text) => `/${text}`),
    ),
  })
  .map(({ item, schema, version, path }) => ({
    ...version,
    info: { title: 'x', version: '1' },
    paths: { [path]: item },
    components: { schemas: { Thing: schema } },
    definitions: { Thing: schema },
  }));

const empty = { operations: new Map(), shapes: new Map(), scopes: new Set<string>() };

export const apiDescriptions = [
  target({
    name: 'API description',
    promise: 'a description is compared, or refused with a reason and a next step',
    input: fc.oneof(
      { weight: 5, arbitrary: document.map((value) => JSON.stringify(value)) },
      { weight: 1, arbitrary: hostileText('openapi: 3.1.0\n', 'paths:\n', '  /a:\n', '&a ', '*a', '<<: ', '- ') },
    ),
    async check(text) {
      const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-fuzz-'));
      try {
        const file = join(folder, 'description.yaml');
        writeFileSync(file, text);
        const theirs = describedApi(await readDescription(file));
        const result = compare(theirs, empty, empty);
        tableOf(result, 'a description');
        changelogOf(result, 'a description', '2030-01-01');
      } catch (error) {
        if (!(error instanceof UnreadableDescription)) throw error;
        holds(error.message.length > 0 && error.next.length > 0, 'it says nothing');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  }),
];
