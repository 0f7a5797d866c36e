import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { sipgatesOwn } from './description-from-facts.ts';
import { type Json, swaggerRendition } from './swagger-rendition.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sipgate drift '));
const ours: Json = JSON.parse(readFileSync(join(ROOT, 'packages/core/src/generated/openapi.json'), 'utf8'));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `pnpm spec:drift` as the root's package.json has it. */
function drift(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(ROOT, 'packages/tooling/bin/spec-drift.mjs'), ...args],
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A copy to change. */
const copy = (document: Json) => structuredClone(document) as Json;

/** The rows below the head of the table, their columns parted by ` | `. */
const rows = ({ stdout }: Run) =>
  (stdout.split('\n\n')[0] ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.replaceAll(/ {2,}/g, ' | '));

async function server(listener: RequestListener): Promise<string> {
  const running = createServer(listener);
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    running.closeAllConnections();
    running.close();
  });
  const address = running.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/swagger.json`;
}

describe('no drift, status 0', () => {
  test.each([
    ['our document itself', () => JSON.stringify(ours)],
    ['our document as swagger 2.0', () => JSON.stringify(swaggerRendition(ours))],
    ['our document as swagger 2.0 in YAML', () => stringify(swaggerRendition(ours), { aliasDuplicateObjects: false })],
    ['the description that ours was made from, in sipgate’s names', () => JSON.stringify(sipgatesOwn())],
  ])('%s', async (name, text) => {
    const result = await drift('--from', file(`${name}.txt`, text()));
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/^No drift: /);
  });

  test('operations that are marked unconfirmed are named once they are described there', async () => {
    const confirmed = await drift('--from', file('ours.json', JSON.stringify(ours)));
    expect(confirmed.stdout).toContain('Confirmed: POST /calls is described there; x-sipgate-unconfirmed may go.');
    const not = await drift('--from', file('theirs.json', JSON.stringify(sipgatesOwn())));
    expect(not.stdout).not.toContain('Confirmed');
  });

  test('a path parameter of another name, paths below /v2, and a schema written where it is used', async () => {
    const document = copy(sipgatesOwn());
    const paths = Object.entries(document['paths'] as Record<string, Json>).map(([path, item]) => [`/v2${path}`, item]);
    const definitions = document['definitions'] as Record<string, Json>;
    const inline = JSON.stringify(definitions['createClient_request']);
    delete definitions['createClient_request'];
    const text = JSON.stringify({ ...document, paths: Object.fromEntries(paths) }).replaceAll(
      '{"$ref":"#/definitions/createClient_request"}',
      inline,
    );
    expect(await drift('--from', file('inline.json', text))).toMatchObject({ code: 0 });
  });
});

describe('drift, status 1', () => {
  /** What is reported where something is changed in both notations. */
  async function reported(change: (document: Json, schemas: Record<string, Json>) => void): Promise<readonly string[]> {
    const swagger = copy(swaggerRendition(ours));
    change(swagger, swagger['definitions'] as Record<string, Json>);
    const found = await drift('--from', file('changed.json', JSON.stringify(swagger)));
    expect(found).toMatchObject({ code: 1, stderr: '' });
    return rows(found);
  }
  const operation = (document: Json, method: string, path: string) =>
    ((document['paths'] as Json)[path] as Json)[method] as Json & { parameters: Json[]; responses: Json };

  test('operations', async () => {
    const found = await reported((document) => {
      const paths = document['paths'] as Record<string, Json>;
      paths['/faxes'] = { post: { operationId: 'sendFaxes', security: [{ oauth2: ['faxes:write'] }], responses: {} } };
      delete paths['/balance'];
      operation(document, 'get', '/account')['deprecated'] = true;
      operation(document, 'get', '/users')['operationId'] = 'listUsers';
    });
    expect(found).toEqual([
      'added | operation | POST /faxes | sendFaxes; faxes:write',
      'changed | operation | GET /account | is deprecated now',
      'changed | operation | GET /users | operationId getAllUsers → listUsers',
      'removed | operation | GET /balance | getBalance',
    ]);
  });

  test('parameters: new, gone, of another type, with further values, required', async () => {
    const found = await reported((document) => {
      const history = operation(document, 'get', '/history');
      const parameter = (name: string) => history.parameters.find((one) => one['name'] === name) as Json;
      history.parameters = history.parameters.filter(({ name }) => name !== 'archived');
      history.parameters.push({ name: 'sort', in: 'query', type: 'string', enum: ['asc', 'desc'], required: true });
      parameter('limit')['type'] = 'string';
      ((parameter('types')['items'] as Json)['enum'] as string[]).push('VIDEO');
      parameter('offset')['required'] = true;
    });
    expect(found).toEqual([
      'added | parameter | GET /history | sort: string (asc, desc), required',
      'changed | parameter | GET /history | limit: integer → string',
      'changed | parameter | GET /history | offset: required now',
      'changed | parameter | GET /history | types: new value VIDEO',
      'removed | parameter | GET /history | archived',
    ]);
  });

  test('bodies and answers', async () => {
    const found = await reported((document) => {
      const create = operation(document, 'post', '/authorization/oauth2/clients');
      create.parameters = [];
      const clients = operation(document, 'get', '/authorization/oauth2/clients');
      clients.parameters.push({ in: 'body', name: 'body', schema: { $ref: '#/definitions/User' } });
      const users = operation(document, 'get', '/users');
      users.responses['418'] = {};
      users.responses['200'] = { schema: { $ref: '#/definitions/User' } };
      delete operation(document, 'put', '/account/verified').responses['404'];
    });
    expect(found).toEqual([
      'added | body | GET /authorization/oauth2/clients | User',
      expect.stringMatching(/^removed \| body \| POST \/authorization\/oauth2\/clients \| \w+$/),
      'added | answer | GET /users | 418',
      'changed | answer | GET /users | 200 UserList → User',
      'removed | answer | PUT /account/verified | 404',
    ]);
  });

  test('schemas: properties, their types and values, what is required', async () => {
    const found = await reported((document, schemas) => {
      const properties = (name: string) => schemas[name]?.['properties'] as Record<string, Json>;
      schemas['Fax'] = { type: 'object', properties: { id: { type: 'string' } } };
      delete schemas['GdprUrls'];
      delete operation(document, 'get', '/authorization/oauth2/clients/{clientId}/gdpr').responses['200'];
      properties('Account')['vat'] = { type: 'string' };
      (properties('Account')['mainProductType'] as { 'x-extensible-enum': string[] })['x-extensible-enum'].push(
        'ULTRA',
      );
      properties('User')['admin'] = { type: 'string' };
      delete properties('User')['email'];
      (schemas['AccountVerificationRequest'] as Json)['required'] = [];
      (schemas['SetDeviceAliasRequest'] as Json)['required'] = ['value'];
    });
    expect(found).toEqual([
      expect.stringMatching(/^removed \| answer \| .*gdpr \| 200$/),
      'added | schema | Fax | id',
      'removed | schema | GdprUrls',
      'added | property | Account | vat: string',
      'changed | property | Account | mainProductType: new value ULTRA',
      'changed | property | AccountVerificationRequest | verificationCode: no longer required',
      'changed | property | SetDeviceAliasRequest | value: required now',
      'changed | property | User | admin: boolean → string',
      'removed | property | User | email',
    ]);
  });

  test('scopes, of operations and those there are', async () => {
    const found = await reported((document) => {
      const scopes = ((document['securityDefinitions'] as Json)['oauth2'] as Json)['scopes'] as Json;
      scopes['faxes:write'] = 'Send faxes';
      delete scopes['balance:read'];
      operation(document, 'get', '/balance')['security'] = [{ oauth2: ['account:read', 'all'] }];
    });
    expect(found).toEqual([
      'added | scope | GET /balance | account:read',
      'added | scope | scopes | faxes:write',
      'removed | scope | GET /balance | balance:read',
      'removed | scope | scopes | balance:read',
    ]);
  });

  test('an OpenAPI 3.0 document from a server, and a changelog that is Markdown', async () => {
    const document = copy({ ...ours, openapi: '3.0.3' });
    (document['paths'] as Json)['/faxes'] = { get: { operationId: 'list_<faxes>|`x`', responses: {} } };
    const url = await server((_request, response) => response.end(JSON.stringify(document)));
    const markdown = join(folder, 'drift.md');
    const found = await drift('--from', url, '--markdown', markdown);
    expect(found).toMatchObject({ code: 1, stderr: '' });
    expect(found.stdout).toContain(`1 difference between openapi/ and ${url}.`);
    expect(found.stdout).toContain(`Changelog: ${markdown}`);
    const text = readFileSync(markdown, 'utf8');
    expect(text).toMatch(
      /^# Drift of the API description\n\nBetween `openapi\/` and <http.*>, \d{4}-\d\d-\d\d: 1 difference\.\n/,
    );
    expect(text).toContain('## Operations\n\n- [ ] added: `GET /faxes` list\\_\\<faxes\\>\\|\\`x\\`; no scope\n');
    expect(text).toContain('## Confirmed\n');
  });

  test('control characters of their document do not reach the terminal', async () => {
    const document = copy(ours);
    (document['paths'] as Json)['/x'] = { get: { operationId: 'a\u001b[2Jb\nc', responses: {} } };
    expect(rows(await drift('--from', file('controls.json', JSON.stringify(document))))).toEqual([
      'added | operation | GET /x | a [2Jb c; no scope',
    ]);
  });
});

describe('what cannot be read: status 2, what is wrong, what to do', () => {
  const trouble = async (args: readonly string[]) => {
    const { code, stdout, stderr } = await drift(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/\nNext: /);
    return stderr;
  };

  test.each([
    ['nothing is named', [], 'Which description? Name it with --from.'],
    ['an option that there is not', ['--form', 'x'], "Unknown option '--form'"],
    ['a file that is not there', ['--from', join(folder, 'none.json')], 'none.json cannot be read (ENOENT).'],
    ['a folder', ['--from', folder], 'cannot be read (EISDIR).'],
    ['a server that is not there', ['--from', 'http://127.0.0.1:2/swagger.json'], 'cannot be reached (ECONNREFUSED).'],
    [
      'a host that is not there',
      ['--from', 'http://nobody.invalid/x'],
      /cannot be reached \((?:ENOTFOUND|EAI_AGAIN)\)/,
    ],
  ])('%s', async (_what, args, said) => {
    expect(await trouble(args)).toMatch(said);
  });

  test.each([
    ['empty.json', '\n', 'is empty.'],
    ['page.html', '<!doctype html><title>API</title>', 'is a web page or XML, not JSON or YAML.'],
    ['cut-off.json', '{\n  "swagger": "2.0",\n  "paths": {', 'is not well-formed JSON: line 3, column 13: '],
    ['bad.json', '{\n  "swagger": "2.0" "paths": {}\n}', 'is not well-formed JSON: line 2, column 20: '],
    ['bad.yaml', 'swagger: "2.0"\npaths:\n  /x: [a\n', /is not well-formed YAML: line \d, column \d+: Flow sequence/],
    ['bomb.yaml', bomb(), 'is not well-formed YAML: '],
    ['else.json', '{"name":"x"}', 'is no API description: it has neither "swagger" nor "openapi" at its top.'],
    ['text.yaml', 'hello', 'is no API description'],
    ['old.json', '{"swagger":"1.2","paths":{"/":{}}}', 'is of version 1.2, which is not understood here.'],
    ['no-paths.json', '{"openapi":"3.1.0","paths":{}}', 'describes no operation'],
    [
      'elsewhere.json',
      '{"openapi":"3.1.0","paths":{"/x":{"$ref":"paths.yaml#/x"}}}',
      'refers to paths.yaml#/x, which it does not have.',
    ],
    [
      'circle.json',
      '{"openapi":"3.1.0","paths":{},"components":{"schemas":{"A":{"$ref":"#/components/schemas/A"}}}}'.replace(
        '"paths":{}',
        '"paths":{"/x":{"get":{"responses":{}}}}',
      ),
      'refers to #/components/schemas/A, which it does not have.',
    ],
  ])('%s', async (name, content, said) => {
    expect(await trouble(['--from', file(name, content)])).toMatch(said);
  });

  test('a server that refuses, that brings a page, and that never stops', async () => {
    const refusing = await server((_request, response) => response.writeHead(404, 'Not Found').end());
    expect(await trouble(['--from', refusing])).toContain('answered 404 Not Found');
    const page = await server((_request, response) => response.end('<html></html>'));
    expect(await trouble(['--from', page])).toContain('is a web page');
    const endless = await server((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 0x20)));
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    expect(await trouble(['--from', endless])).toContain('is longer than 10 MB, which no API description is.');
  });

  test('a server that does not answer in time', async () => {
    const silent = await server(() => undefined);
    // By its address: the tools are plain scripts, which no package exports.
    const script = new URL('../../tooling/src/spec-drift/read-description.mjs', import.meta.url).href;
    const { readDescription } = await import(script);
    await expect(readDescription(silent, { timeoutMs: 50 })).rejects.toThrow('took longer than 0.05 seconds.');
  });

  test('a changelog that cannot be written', async () => {
    const markdown = join(folder, 'no', 'drift.md');
    const { code, stderr } = await drift('--from', file('mine.json', JSON.stringify(ours)), '--markdown', markdown);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written (ENOENT).') });
  });
});

/** A few lines that would be gigabytes. */
function bomb(): string {
  const lines = Array.from(
    { length: 9 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]`,
  );
  return ['swagger: "2.0"', 'a0: &a0 [x, x]', ...lines, ''].join('\n');
}
