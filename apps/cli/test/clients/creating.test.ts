import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oauthDesk } from '../oauth-desk.ts';
import { clientStage } from './client-stage.ts';

const { sandbox, aliceDesk, requests, writes } = clientStage();
const POST = 'POST /clients';
const uri = 'https://crm.example.com/oauth';

/** A complete description by options. */
const crm = ['clients', 'create', '--name', 'CRM', '--description', 'Customers and calls', '--redirect-uri', uri];

test('[L25] creates from options, says what was done and what to run next', async () => {
  const { code, stdout, stderr } = await aliceDesk().run([
    ...crm,
    '--privacy-url',
    'https://crm.example.com/p',
    '--json',
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    outcome: 'created',
    client: {
      clientId: expect.stringMatching(/^2400101-0-.*:third-party$/),
      name: 'CRM',
      description: 'Customers and calls',
      redirectUris: [uri],
      webOrigins: [],
      privacyUrl: 'https://crm.example.com/p',
    },
  });
  const { clientId } = JSON.parse(stdout).client;
  expect(stderr).toBe(
    `Created the OAuth client "CRM" (${clientId}).\nNext: sipgate clients get ${clientId} --write-env .env\n`,
  );
  expect(writes()).toEqual([POST]);
});

describe('presets', () => {
  test.each<[string[], object]>([
    [['--preset', 'local'], { redirectUris: ['http://localhost:8080/oauth'], webOrigins: [] }],
    [['--preset', 'local', '--port', '3000'], { redirectUris: ['http://localhost:3000/oauth'] }],
    [['--preset', 'server', '--description', 'x', '--redirect-uri', uri], { redirectUris: [uri], webOrigins: [] }],
    [
      ['--preset', 'browser', '--description', 'x', '--web-origin', 'https://app.example.com'],
      { redirectUris: ['https://app.example.com/*'], webOrigins: ['https://app.example.com'] },
    ],
    [
      [
        '--preset',
        'webphone',
        '--description',
        'x',
        '--web-origin',
        'https://a.example',
        '--web-origin',
        'https://b.example',
      ],
      { redirectUris: ['https://phone.sipgate.com/*'], webOrigins: ['https://a.example', 'https://b.example'] },
    ],
  ])('%j', async (options, expected) => {
    const { code, stdout } = await aliceDesk().run(['clients', 'create', '--name', 'P', ...options, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'created', client: expected });
  });
});

describe('[L14] where nobody can be asked, the option is named, and nothing is sent', () => {
  test.each<[string[], string]>([
    [[], '--name <text>'],
    [['--name', 'x'], '--preset <kind>, or --redirect-uri <uri>'],
    [['--name', 'x', '--preset', 'server'], '--description <text>'],
    [['--name', 'x', '--preset', 'server', '--description', 'x'], '--redirect-uri <uri>'],
    [['--name', 'x', '--preset', 'browser', '--description', 'x'], '--web-origin <origin>'],
    [['--name', 'x', '--preset', 'webphone', '--description', 'x'], '--web-origin <origin>'],
    [['--name', 'x', '--description', 'x', '--redirect-uri', 'https://*.example.com/*'], '--yes'],
  ])('%j: %s', async (options, instead) => {
    for (const input of [[], ['--no-input']]) {
      const { code, stdout, stderr } = await aliceDesk().run(['clients', 'create', ...options, ...input]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`Say it with ${instead}.`);
    }
    expect(writes()).toEqual([]);
  });
});

describe('files', () => {
  const yaml = `# The client of the CRM\nname: CRM\ndescription: Customers\nredirectUris:\n  - ${uri}\n`;

  test('[L17] reads YAML or JSON from a file or from stdin', async () => {
    const desk = aliceDesk();
    writeFileSync(join(desk.home, 'ä b.yaml'), yaml.replaceAll('\n', '\r\n'));
    const file = await desk.run(['clients', 'create', '--from-file', 'ä b.yaml', '--dry-run', '--json']);
    const stdin = await desk.run(['clients', 'create', '--from-file', '-', '--dry-run', '--json'], { input: yaml });
    expect(stdin.stdout).toBe(file.stdout);
    expect(JSON.parse(stdin.stdout).client).toEqual({
      name: 'CRM',
      description: 'Customers',
      redirectUris: [uri],
      webOrigins: [],
    });
    const json = JSON.stringify({ name: 'J', description: 'x', redirectUris: [uri] });
    const created = await desk.run(['clients', 'create', '--from-file', '-', '--name', 'CRM', '--json'], {
      input: json,
    });
    expect(JSON.parse(created.stdout)).toMatchObject({ outcome: 'created', client: { name: 'CRM', description: 'x' } });
  });

  test.each<[string, string, string]>([
    ['broken YAML', 'name: x\nredirectUris: [a\n', 'c.yaml is neither valid YAML nor JSON (line 3, column 1:'],
    [
      'an unknown field',
      'name: x\nredirectUrls:\n  - a\n',
      'line 2, column 1, redirectUrls: There is no such field. Did you mean redirectUris?',
    ],
    [
      'a bad redirect URI',
      yaml.replace('https:', 'http:'),
      'line 5, column 5, redirectUris[0]: Plain http is for localhost only',
    ],
    [
      'what to write instead',
      yaml.replace(uri, 'https://crm.example.com*'),
      'Write instead: https://crm.example.com/*',
    ],
    [
      'a missing field',
      `name: x\ndescription: y\nredirectUris: []\n`,
      'line 3, column 1, redirectUris: Name at least one',
    ],
    ['a secret', `${yaml}clientSecret: x\n`, 'line 6, column 1, clientSecret: sipgate makes the secret'],
    ['a list', '- name: x\n', 'line 1, column 1: Write one OAuth client'],
  ])('%s is told with file, line and column', async (_, text, message) => {
    const desk = aliceDesk();
    writeFileSync(join(desk.home, 'c.yaml'), text);
    const { code, stdout, stderr } = await desk.run(['clients', 'create', '--from-file', 'c.yaml']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('c.yaml');
    expect(stderr).toContain(message);
    expect(requests()).toEqual([]);
  });
});

describe('[L26] running it again is safe', () => {
  test('the client that is there is reported, and nothing is created', async () => {
    const desk = aliceDesk();
    const first = JSON.parse((await desk.run([...crm, '--json'])).stdout);
    const again = await desk.run([...crm, '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual({ ...first, outcome: 'exists' });
    expect(again.stderr).toContain('Nothing was created; --allow-duplicate makes another one.');
    const other = await desk.run([...crm, '--redirect-uri', 'https://other.example/cb', '--json']);
    expect(other.stderr).toContain('      + https://other.example/cb');
    expect(other.stderr).toContain(`Next: sipgate clients update ${first.client.clientId}`);
    expect(writes()).toEqual([POST]);
  });

  test('also when the answer of the first time was lost', async () => {
    const desk = aliceDesk();
    sandbox().faults.add({ method: 'POST', path: '/v2/authorization/oauth2/clients', drop: 'after' });
    expect((await desk.run(crm)).code).toBe(1);
    const again = await desk.run([...crm, '--json']);
    expect(JSON.parse(again.stdout).outcome).toBe('exists');
    expect(writes()).toEqual([POST]);
  });

  test('--allow-duplicate makes another one; the name alone is ambiguous then', async () => {
    const desk = aliceDesk();
    const first = JSON.parse((await desk.run([...crm, '--json'])).stdout).client.clientId;
    const second = JSON.parse((await desk.run([...crm, '--allow-duplicate', '--json'])).stdout).client.clientId;
    expect(second).not.toBe(first);
    for (const command of [crm, ['clients', 'get', 'CRM'], ['clients', 'delete', 'CRM', '--yes']]) {
      const { code, stderr } = await desk.run([...command, '--json']);
      expect(code).toBe(1);
      const { error } = JSON.parse(stderr);
      expect(error.code).toBe('client_ambiguous');
      expect(error.message).toContain(first);
      expect(error.message).toContain(second);
    }
    expect(writes()).toEqual([POST, POST]);
  });
});

test('[L15] --dry-run creates nothing, and shows what it would', async () => {
  const { code, stdout, stderr } = await aliceDesk().run([...crm, '--dry-run', '--write-env', '.env']);
  expect(code).toBe(0);
  expect(stdout).toContain(`+ CRM\n    name\n      + CRM\n`);
  expect(stdout).toContain(`      + ${uri}`);
  expect(stderr).toContain('Nothing was created (--dry-run).');
  expect(writes()).toEqual([]);
});

test('errors of the lint stop, and say at the option what to write instead', async () => {
  const { code, stderr } = await aliceDesk().run([...crm, '--redirect-uri', 'http://localhost:*/cb', '--yes']);
  expect(code).toBe(1);
  expect(stderr).toContain('--redirect-uri (redirectUris[1]): A port cannot be a star.');
  expect(stderr).toContain('Write instead: http://localhost/cb');
  expect(requests()).toEqual([]);
});

test('warnings of the lint are shown, and agreed to by --yes', async () => {
  const { code, stderr } = await aliceDesk().run([...crm, '--redirect-uri', 'https://*.example.com/*', '--yes']);
  expect(code).toBe(0);
  expect(stderr).toContain('https://*.example.com/*\n  warning: A star in the host name probably never matches');
});

test('what the API refuses is told at the option', async () => {
  const { code, stderr } = await aliceDesk().run([...crm, '--name', 'x'.repeat(300)]);
  expect(code).toBe(1);
  expect(stderr).toContain('--name: must not be longer than 255 characters');
});

test('a client whose secret cannot be read is named, with the scope that is missing', async () => {
  const desk = await oauthDesk(sandbox(), { scopes: ['authorization:oauth2:clients:write'] });
  const { code, stdout, stderr } = await desk.run([...crm, '--allow-duplicate', '--json']);
  expect([code, stdout]).toEqual([1, '']);
  const { error } = JSON.parse(stderr);
  expect(error.code).toBe('insufficient_scope');
  expect(error.message).toMatch(
    /^The OAuth client 2400101-0-\S+:third-party was created, but its secret could not be read\.$/,
  );
  expect(error.hint).toMatch(
    /^Do not create it again; its secret is read by sipgate clients get \S+ --reveal-secret\./,
  );
  expect(error.hint).toMatch(/sipgate login --scope "[^"]*authorization:oauth2:clients:read"/);
});
