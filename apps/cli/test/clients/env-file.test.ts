import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { envVariables, withVariables } from '../../src/input/env-file.ts';
import { clientStage } from './client-stage.ts';

const { sandbox, aliceDesk, writes } = clientStage();
const SERVER = 'Sandbox callback server';
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const create = (...options: string[]) => ['clients', 'create', '--preset', 'local', '--name', 'CRM', ...options];

test('writes what the callback server reads, for its owner alone', async () => {
  const desk = aliceDesk();
  const { code, stdout, stderr } = await desk.run(create('--write-env', '.env', '--json'));
  expect(code).toBe(0);
  const path = join(desk.home, '.env');
  expect(mode(path)).toBe('600');
  const variables = parseEnv(readFileSync(path, 'utf8'));
  expect(variables).toEqual({
    CLIENT_ID: JSON.parse(stdout).client.clientId,
    CLIENT_SECRET: expect.stringMatching(/^[\da-f-]{36}$/),
    BASE_URL: `${sandbox().issuer}/protocol/openid-connect`,
    REDIRECT_URI: 'http://localhost:8080/oauth',
    SIPGATE_KIT_API_URL: sandbox().apiUrl,
  });
  expect(stderr).toContain('Wrote CLIENT_ID, CLIENT_SECRET, BASE_URL, REDIRECT_URI, SIPGATE_KIT_API_URL to .env');
  expect(stderr).toContain('Next: start the callback server');
  expect(stdout + stderr).not.toContain(variables['CLIENT_SECRET']);
  expect(readdirSync(desk.home)).not.toContainEqual(expect.stringMatching(/\.env\.\d+/));
});

test('keeps other lines, comments and line ends, and takes a looser mode away', async () => {
  const desk = aliceDesk();
  const path = join(desk.home, '.env');
  writeFileSync(path, '# mine\r\nPORT=8080\r\nexport CLIENT_ID=YOUR_CLIENT_ID\r\nCLIENT_SECRET=\r\nLAST="a b"', {
    mode: 0o644,
  });
  expect((await desk.run(['clients', 'get', SERVER, '--write-env', '.env'])).code).toBe(0);
  const text = readFileSync(path, 'utf8');
  const { clientId, clientSecret } = sandbox().client;
  expect(text).toMatch(/^# mine\r\nPORT=8080\r\nexport CLIENT_ID=\S+\r\nCLIENT_SECRET=\S+\r\nLAST="a b"\r\n/);
  expect(envVariables(text)).toMatchObject({
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    LAST: 'a b',
    PORT: '8080',
  });
  expect(mode(path)).toBe('600');
});

test('[L26] the second time changes nothing and asks nothing', async () => {
  const desk = aliceDesk();
  await desk.run(create('--write-env', '.env'));
  const first = readFileSync(join(desk.home, '.env'), 'utf8');
  expect((await desk.run(create('--write-env', '.env'))).code).toBe(0);
  expect(readFileSync(join(desk.home, '.env'), 'utf8')).toBe(first);
  expect(writes()).toEqual(['POST /clients']);
});

test('[L14] other values are replaced with --yes only; nothing is created before that is settled', async () => {
  const desk = aliceDesk();
  const path = join(desk.home, '.env');
  const text = 'CLIENT_ID=another\nCLIENT_SECRET=secret\n';
  writeFileSync(path, text);
  const { code, stderr } = await desk.run(create('--write-env', '.env'));
  expect(code).toBe(2);
  expect(stderr).toContain(
    '.env sets CLIENT_ID, CLIENT_SECRET already. Replace? Nobody can be asked here.\nSay it with --yes.',
  );
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(writes()).toEqual([]);
  expect((await desk.run(create('--write-env', '.env', '--yes'))).code).toBe(0);
  expect(readFileSync(path, 'utf8')).not.toContain('another');
});

test('[L17] - writes to stdout, and nothing else is there', async () => {
  const { stdout } = await aliceDesk().run(['clients', 'get', SERVER, '--write-env', '-']);
  expect(parseEnv(stdout)).toMatchObject({
    CLIENT_ID: sandbox().client.clientId,
    CLIENT_SECRET: sandbox().client.clientSecret,
  });
  expect(stdout.split('\n').every((line) => line === '' || /^[A-Z_]+=/.test(line))).toBe(true);
});

test('--json and --write-env - cannot both have stdout', async () => {
  const { code, stdout } = await aliceDesk().run(create('--write-env', '-', '--json'));
  expect([code, stdout]).toEqual([2, '']);
  expect(writes()).toEqual([]);
});

describe('a file that cannot be written', () => {
  test('leaves the client named, the file as it was, and says what to run', async () => {
    const desk = aliceDesk();
    const { code, stderr } = await desk.run(create('--write-env', 'no/such/.env'));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /no\/such\/\.env cannot be written \(there is no such folder\)\. The OAuth client \S+ is there all the same\./,
    );
    expect(stderr).toMatch(/Next: sipgate clients get \S+ --write-env <file>/);
    expect(existsSync(join(desk.home, 'no'))).toBe(false);
  });

  test('a folder in its place is found before anything is created', async () => {
    const desk = aliceDesk();
    mkdirSync(join(desk.home, '.env'));
    const { code, stderr } = await desk.run(create('--write-env', '.env'));
    expect(code).toBe(1);
    expect(stderr).toContain('.env cannot be read (EISDIR)');
    expect(writes()).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)('a folder without the right to write', async () => {
    const desk = aliceDesk();
    const folder = join(desk.home, 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    expect((await desk.run(['clients', 'get', SERVER, '--write-env', 'locked/.env'])).stderr).toContain(
      'permission denied',
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('whatever a file says, other variables stay and ours are set, or nothing is written', () => {
  const value = fc.constantFrom('', 'x', '"a b"', "'#'", 'a#b', '"two\nlines"', '`x`', ' spaced ', "it's");
  const name = fc.constantFrom('CLIENT_ID', 'CLIENT_SECRET', 'PORT', 'OTHER', 'export CLIENT_ID', ' CLIENT_ID ');
  const line = fc.oneof(
    fc.tuple(name, value).map(([left, right]) => `${left}=${right}`),
    fc.constantFrom('', '# CLIENT_ID=no', 'rubbish', '=', '"open'),
  );
  fc.assert(
    fc.property(
      fc.array(line),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('id:realm', "a'b", 'a b#c'),
      (lines, end, id) => {
        const text = lines.join(end);
        let result: string;
        try {
          result = withVariables(text, { CLIENT_ID: id }, '.env');
        } catch (error) {
          expect(error).toMatchObject({ code: 'file_malformed' });
          return;
        }
        expect(envVariables(result)).toEqual({ ...envVariables(text), CLIENT_ID: id });
      },
    ),
    { numRuns: 3000 },
  );
});
