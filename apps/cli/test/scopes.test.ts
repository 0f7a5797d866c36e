import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operations } from '@sipgate-kit/core/operations';
import { describe, expect, test } from 'vitest';
import { COMMAND_OPERATIONS } from '../src/scopes/command-calls.ts';
import { OAUTH_CLIENT_OPERATIONS } from '../src/scopes/script-calls.ts';
import { newDesk } from './run-cli.ts';

const desk = newDesk();
const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const CORE = fileURLToPath(new URL('../../../packages/core/src', import.meta.url));

let folders = 0;

/** A code base of these files. */
function code(files: Readonly<Record<string, string>>): string {
  folders += 1;
  const folder = join(desk.home, `code base ${folders}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

interface Found {
  readonly scopes: readonly string[];
  readonly calls: readonly { file: string; line: number; column: number; code: string; operationId: string }[];
  readonly unknown: readonly { file: string; line: number; code: string; why: string }[];
  readonly skipped: readonly { file: string; why: string }[];
  readonly files: number;
}

async function scopesFrom(folder: string, ...options: readonly string[]): Promise<Found> {
  const run = await desk.run(['scopes', 'from', folder, '--json', ...options]);
  expect(run.code, run.stderr).toBe(0);
  return JSON.parse(run.stdout);
}

/** `file:line operationId` of each call in these files. */
async function callsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { calls, skipped } = await scopesFrom(code(files));
  expect(skipped).toEqual([]);
  return calls.map(({ file, line, operationId }) => `${file}:${line} ${operationId}`);
}

describe('sipgate scopes list and describe', () => {
  test('list: every scope with its meaning, as JSON and as lines', async () => {
    const json = JSON.parse((await desk.run(['scopes', 'list', '--json'])).stdout);
    expect(json.length).toBeGreaterThan(100);
    expect(json).toContainEqual({
      scope: 'balance:read',
      meaning: 'Read the credit.',
      operations: ['getBalance'],
    });
    const { stdout } = await desk.run(['scopes', 'list', '--used', '--tag', 'history']);
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['all', 'history:read', 'history:write', '']);
    const unused = json.filter(({ operations: ids }: { operations: string[] }) => ids.length === 0).length;
    const used = JSON.parse((await desk.run(['scopes', 'list', '--used', '--json'])).stdout);
    expect(used).toHaveLength(json.length - unused);
  });

  test('a tag and a scope that there are not', async () => {
    const tag = await desk.run(['scopes', 'list', '--tag', 'histroy']);
    expect(tag).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean history?') });
    const scope = await desk.run(['scopes', 'describe', 'history:raed']);
    expect(scope).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean history:read?') });
    const part = await desk.run(['scopes', 'describe', 'callerid']);
    expect(part).toMatchObject({ code: 2, stderr: expect.stringContaining('There are devices:callerid:read, ') });
  });

  test('describe: what it is enough for, and what else is', async () => {
    const { stdout } = await desk.run(['scopes', 'describe', 'devices:callerid:read', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      scope: 'devices:callerid:read',
      meaning: 'Read caller ids of devices.',
      operations: [
        {
          operationId: 'getDeviceCallerId',
          method: 'GET',
          path: '/devices/{deviceId}/callerid',
          summary: 'Read the caller id of a device',
          otherScopes: ['devices:read', 'all'],
        },
      ],
    });
    const nothing = await desk.run(['scopes', 'describe', 'contracts:read']);
    expect(nothing.stdout).toContain('no operation that is described');
  });
});

describe('sipgate scopes for', () => {
  test('the fewest scopes, one a line, for ids and for methods with paths', async () => {
    expect(await desk.run(['scopes', 'for', 'createClient', 'GET /account'])).toEqual({
      code: 0,
      stdout: 'account:read\nauthorization:oauth2:clients:write\n',
      stderr: '',
    });
    const { stdout } = await desk.run(['scopes', 'for', 'getBalance', 'getApiUrls', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      scopes: ['balance:read'],
      operations: [
        { operationId: 'getBalance', method: 'GET', path: '/balance', scopes: ['balance:read', 'all'] },
        { operationId: 'getApiUrls', method: 'GET', path: '/', scopes: [] },
      ],
    });
  });

  test('none, where nobody could ask for one', async () => {
    expect(await desk.run(['scopes', 'for', 'getApiUrls'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No scope is needed that anybody could ask for.\n',
    });
    const internal = await desk.run(['scopes', 'for', 'getAppEvents', 'getBalance']);
    expect(internal).toMatchObject({ code: 0, stdout: 'balance:read\n' });
    expect(internal.stderr).toContain('getAppEvents: needs the scope internal');
  });

  test('an operation that there is not, and none at all', async () => {
    expect(await desk.run(['scopes', 'for', 'getAcount'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('getAccount'),
    });
    expect(await desk.run(['scopes', 'for'])).toMatchObject({ code: 2 });
  });
});

describe('sipgate scopes from', () => {
  test('calls by path and by operationId, with what TypeScript puts around them', async () => {
    const found = await callsIn({
      'a.ts': [
        "import { createSipgateClient } from '@sipgate-kit/core';",
        'const sipgate = createSipgateClient({ auth }) as const satisfies object;',
        "const { data } = await sipgate.GET('/account');",
        "await this.deps.sipgate!.PUT('/devices/{deviceId}' as const, { params });",
        `await sipgate?.DELETE(\`/history/\${entryId}\`);`,
        "for await (const one of sipgate.items('getNumbers')) show(one);",
        "const response = await sipgate.stream('getHistoryCSV');",
        "const [a, b] = await Promise.all([sipgate.call('getBalance'), sipgate.request('userinfo', {})]);",
        "const { POST } = sipgate; await POST('/sessions/sms', { body });",
      ].join('\n'),
    });
    expect(found).toEqual([
      'a.ts:3 getAccount',
      'a.ts:4 changeDeviceSettings',
      'a.ts:5 deleteHistoryEntry',
      'a.ts:6 getNumbers',
      'a.ts:7 getHistoryCSV',
      'a.ts:8 getBalance',
      'a.ts:8 userinfo',
      'a.ts:9 sendWebSms',
    ]);
  });

  test('constants, choices, sums and templates are followed; comments and mere strings are not calls', async () => {
    const found = await callsIn({
      'a.mjs': [
        "const PATH = '/bal' + 'ance'; const id = `getAccount`;",
        'await sipgate.GET(PATH); await sipgate.call(id);',
        "await sipgate.call(all ? 'getAllUsers' : 'getUser', { path });",
        '// await sipgate.GET("/numbers")',
        "console.log('sipgate.GET(\"/history\")', '/addresses', 'sipgate api getContacts');",
        "element.call('getNothing'); app.get('/account', handler); GET('/nothing/here');",
      ].join('\n'),
    });
    expect(found).toEqual(['a.mjs:2 getBalance', 'a.mjs:2 getAccount', 'a.mjs:3 getAllUsers', 'a.mjs:3 getUser']);
  });

  test('OAuth clients: by the name, the type, a property, an import; and plans', async () => {
    const found = await callsIn({
      'made.ts': 'export const oauthClients = createOAuthClients(sipgate);\nawait oauthClients.list();',
      'other.ts': "import { things } from './named.js';\nawait things.get(id);",
      'named.ts': 'export const things = createOAuthClients(sipgate);\nthings.privacy(id);',
      'typed.ts': 'export async function f(clients: OAuthClients) { await clients.privacy(id); }',
      'class.ts': 'class A { #clients = createOAuthClients(s); f() { return this.#clients.delete(id); } }',
      'import.ts': "import { oauthClients as mine } from './made.js';\nawait mine.update(id, {});",
      'at-once.ts': 'await createOAuthClients(createSipgateClient({ auth })).get(id);',
      'plan.ts': 'await applyPlan(plan, clients);',
      'else.ts': 'database.clients.list(); clients.delete(1);',
    });
    expect(found).toEqual([
      'at-once.ts:1 getClient',
      'class.ts:1 deleteClient',
      'import.ts:2 getClient',
      'import.ts:2 updateClient',
      'made.ts:2 getClients',
      'named.ts:2 getGdprUrls',
      'other.ts:2 getClient',
      'plan.ts:1 createClient',
      'plan.ts:1 getClient',
      'plan.ts:1 updateClient',
      'plan.ts:1 deleteClient',
      'typed.ts:1 getGdprUrls',
    ]);
  });

  test('scripts in pages and components, with the lines of the page', async () => {
    const found = await callsIn({
      'A.vue':
        '<template>\n  <p>hello</p>\n</template>\n<script setup lang="ts">\nawait sipgate.GET(<const>"/account");\n</script>\n',
      'B.svelte': '<script>\n  sipgate.call("getBalance");\n</script>\n<p>{x}</p>',
      'C.astro': '---\nconst { data } = await sipgate.GET("/users");\n---\n<p>{data}</p>',
      'D.html':
        '<p>sipgate.GET("/numbers")</p>\n<script type="application/json">{"a": 1}</script>\n<script type="module">\nsipgate.GET("/history");\n</script>',
      'E.jsx': 'export default () => <Button onClick={() => sipgate.GET("/contacts")}>sipgate</Button>;',
      'F.js': '// @flow\nconst f = (x: ?string): Promise<void> => sipgate.GET("/addresses");',
    });
    expect(found).toEqual([
      'A.vue:5 getAccount',
      'B.svelte:2 getBalance',
      'C.astro:2 getAllUsers',
      'D.html:4 getHistory',
      'E.jsx:1 getContacts',
      'F.js:2 getAddresses',
    ]);
  });

  test('commands in shell scripts, workflows, make files and package.json', async () => {
    const found = await callsIn({
      'a.sh': [
        '#!/bin/sh',
        '# sipgate api getContacts',
        'for user in $(sipgate api GET /users --jq ".items[].id"); do',
        '  sipgate --profile "my account" api "/$user/devices" | jq .',
        '  sipgate api \\',
        '    --paginate getHistory > "$user.json" # all of it',
        'done',
        'sipgate balance && sipgate clients delete "$id" --yes',
        'sipgate login; sipgate api describe getNumbers; mysipgate api getNumbers; echo sipgate-api',
        'curl -X DELETE -H "Authorization: Bearer $T" "https://api.sipgate.com/v2/devices/$id"',
        'curl --data-raw "{}" https://api.sipgate.com/v2/sessions/sms',
        'curl https://example.com/v2/account',
      ].join('\n'),
      '.github/workflows/x.yml': 'jobs:\n  a:\n    steps:\n      - run: sipgate api getAccount\n',
      tool: '#!/usr/bin/env bash\nsipgate api setWebhookSettings -f incomingUrl=x',
      'bin/cli': '#!/usr/bin/env node\nsipgate.GET("/addresses");',
      notes: 'sipgate api getNumbers',
      Makefile: 'credit:\n\tsipgate balance --json\n',
      'package.json': '{ "scripts": { "credit": "sipgate balance" } }',
      'run.mjs': [
        "execFileSync('sipgate', ['api', 'getNumbers', '--paginate']);",
        `await $\`npx sipgate api GET /users/\${id}\`;`,
        "execSync('sipgate history --json');",
      ].join('\n'),
    });
    expect(found).toEqual([
      '.github/workflows/x.yml:4 getAccount',
      'Makefile:2 getBalance',
      'a.sh:3 getAllUsers',
      'a.sh:4 getDevices',
      'a.sh:5 getHistory',
      'a.sh:8 getBalance',
      'a.sh:8 getClients',
      'a.sh:8 deleteClient',
      'a.sh:10 deleteDevice',
      'a.sh:11 sendWebSms',
      'bin/cli:2 getAddresses',
      'package.json:1 getBalance',
      'run.mjs:1 getNumbers',
      'run.mjs:2 getUser',
      'run.mjs:3 getHistory',
      'tool:2 setWebhookSettings',
    ]);
  });

  test('fetch with the URL of the API', async () => {
    const found = await callsIn({
      'a.ts': [
        `const url = \`https://api.sipgate.com/v2/devices/\${id}/alias\`;`,
        "await fetch(url, { method: 'PUT', body });",
        "await fetch('https://api.sipgate.com/v2/balance');",
        "await axios.post('https://api.sipgate.com/v2/sessions/calls', body);",
        "await fetch('https://api.example.com/v2/account');",
      ].join('\n'),
    });
    expect(found).toEqual(['a.ts:2 changeDeviceAlias', 'a.ts:3 getBalance', 'a.ts:4 newCall']);
  });

  test('what only the running program knows is named, and not guessed', async () => {
    const found = await scopesFrom(
      code({
        'a.ts': [
          'const sipgate = createSipgateClient({ auth }).withScopes(["balance:read"]);',
          'await sipgate.request(operationId);',
          'await sipgate.GET(path as never);',
          'f.call(this); cache.items(x);',
        ].join('\n'),
        'b.ts': 'export const make = () => createOAuthClients(sipgate);',
        'c.sh': 'sipgate api "$operation"',
      }),
    );
    expect(found).toMatchObject({ scopes: [], calls: [], skipped: [] });
    expect(found.unknown.map(({ file, line, code: written, why }) => `${file}:${line} ${written}: ${why}`)).toEqual([
      'a.ts:2 sipgate.request(operationId): its operation is known at run time only',
      'a.ts:3 sipgate.GET(path as never): its path is known at run time only',
      'b.ts:1 createOAuthClients(…): what is made here is used where it cannot be followed',
      'c.sh:1 sipgate api $operation: a variable says what it calls',
    ]);
  });

  test('files that are not understood are told, those of others left out, mistakes got over', async () => {
    const folder = code({
      'broken.ts': 'const = ;;; sipgate.GET("/account"',
      'twice.js': 'const a = 1; const a = 2; sipgate.GET("/balance");',
      'node_modules/x/index.js': 'sipgate.GET("/users")',
      'dist/index.js': 'sipgate.GET("/users")',
      '.hidden/index.js': 'sipgate.GET("/users")',
      'a.min.js': 'sipgate.GET("/users")',
      'types.d.ts': 'sipgate.GET("/users")',
      'long.js': `sipgate.GET("/users");${' '.repeat(2_000_001)}`,
      'test/a.test.ts': 'sipgate.GET("/numbers")',
    });
    symlinkSync(folder, join(folder, 'circle'));
    const found = await scopesFrom(folder, '--exclude', './test/');
    expect(found.calls.map(({ file, operationId }) => `${file} ${operationId}`)).toEqual(['twice.js getBalance']);
    expect(found.skipped).toEqual([
      { file: 'long.js', why: 'longer than 2 MB' },
      { file: 'broken.ts', why: expect.stringMatching(/^not understood: .*\(1:6\)/) },
    ]);
    expect(found.files).toBe(2);
  });

  test('for people: the scopes, and below them which call needs which', async () => {
    const folder = code({
      'a.ts': 'sipgate.GET("/account");\nsipgate.GET("/authorization/userinfo");',
      'b/c.ts': 'sipgate.call("getAccount"); sipgate.request("getAppEvents");',
    });
    expect(await desk.run(['scopes', 'from', '.'], { cwd: folder })).toEqual({
      code: 0,
      stdout: [
        'scopes: account:read',
        '',
        '(none)        userinfo      a.ts:2',
        'account:read  getAccount    a.ts:1, b/c.ts:1',
        'internal      getAppEvents  b/c.ts:1',
        '',
      ].join('\n'),
      stderr: 'Warning: getAppEvents: needs the scope internal, which sipgate grants to its own software only.\n',
    });
    expect(await desk.run(['scopes', 'from', join(folder, 'a.ts')])).toMatchObject({
      stdout: expect.stringContaining('account:read  getAccount  a.ts:1'),
    });
  });

  test('--expect makes a check of it', async () => {
    const folder = code({ 'a.ts': 'sipgate.GET("/account"); sipgate.GET("/history"); sipgate.GET("/");' });
    const enough = await desk.run(['scopes', 'from', folder, '--expect', 'account:read, history:read']);
    expect(enough).toMatchObject({ code: 0, stderr: '' });
    expect(await desk.run(['scopes', 'from', folder, '--expect', 'all'])).toMatchObject({ code: 0 });
    const lacking = await desk.run(['scopes', 'from', folder, '--expect', 'account:read']);
    expect(lacking).toMatchObject({ code: 1, stdout: expect.stringContaining('scopes: account:read history:read') });
    expect(lacking.stderr).toContain('Not enough: the code needs history:read (getHistory), too.');
  });

  test('no calls, no folder', async () => {
    const none = await desk.run(['scopes', 'from', code({ 'a.ts': 'export {};' })]);
    expect(none).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^No call of the API was found .*\(1 file\)\.\n$/),
    });
    const missing = await desk.run(['scopes', 'from', 'nowhere']);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('nowhere cannot be read (there is no such folder).');
  });

  test('control characters in the code do not reach the terminal', async () => {
    const folder = code({
      'a\u001b[2J.ts': 'const s = createSipgateClient(); s.GET(x\u001b);',
      'b.ts': 'const s = createSipgateClient(); s.GET(f(\n"\u009b2J"));',
    });
    const { stderr } = await desk.run(['scopes', 'from', folder]);
    expect(stderr).toContain('b.ts:1');
    expect(['\u001b', '\u009b'].filter((control) => stderr.includes(control))).toEqual([]);
  });
});

describe('what it knows of the kit is what the kit does', () => {
  test('operations of createOAuthClients', async () => {
    const { calls, unknown } = await scopesFrom(join(CORE, 'clients', 'oauth-clients.ts'));
    const known = new Set(Object.values(OAUTH_CLIENT_OPERATIONS).flat());
    expect(new Set(calls.map(({ operationId }) => operationId))).toEqual(known);
    expect(unknown).toEqual([]);
  });

  test('operations of commands', async () => {
    const { calls } = await scopesFrom(join(SOURCES, 'commands', 'account'));
    const found = calls.map(({ file, operationId }) => [file.replace('.handler.ts', ''), [operationId]]);
    const known = Object.entries(COMMAND_OPERATIONS).filter(([name]) => !name.startsWith('clients '));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known));
    for (const id of Object.values(COMMAND_OPERATIONS).flat()) expect(operations).toHaveProperty(id);
  });
});
