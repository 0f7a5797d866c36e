import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { oauthDesk } from './oauth-desk.ts';
import { type Desk, newDesk } from './run-cli.ts';
import { stage } from './stage.ts';
import { openTerminal } from './terminal.ts';

const { sandbox } = stage();

const configOf = ({ env }: Desk) => join(env['XDG_CONFIG_HOME'] ?? '', 'sipgate', 'config.json');

async function json(desk: Desk, ...args: string[]) {
  return JSON.parse((await desk.run([...args, '--json'])).stdout);
}

test('profile list says which is in use, and why', async () => {
  const desk = newDesk();
  await desk.run(['config', 'set', 'clientId', 'abc', '--profile', 'work']);
  const why = async (env: Record<string, string> = {}, ...args: string[]) => {
    const { stdout } = await desk.run(['profile', 'list', '--json', ...args], { env });
    const inUse = JSON.parse(stdout).find((row: { inUse: boolean }) => row.inUse);
    return `${inUse.profile}: ${inUse.why}`;
  };
  expect(await why()).toBe('default: nobody named another');
  expect(await why({}, '--profile', 'sandbox')).toBe('sandbox: --profile');
  expect(await why({ SIPGATE_PROFILE: 'work' })).toBe('work: SIPGATE_PROFILE');
  await desk.run(['profile', 'use', 'work']);
  expect(await why()).toBe('work: `sipgate profile use`');
  await desk.run(['profile', 'use', 'sandbox', '--project']);
  expect(await why()).toBe(`sandbox: ${join(desk.home, 'sipgate.json')}`);

  const { stdout } = await desk.run(['profile', 'list']);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0]),
  ).toEqual(['default', 'sandbox', 'work']);
});

test('a profile in use that does not exist is said, and repaired', async () => {
  const desk = newDesk({ SIPGATE_PROFILE: 'gone' });
  const { code, stderr } = await desk.run(['profile', 'list']);
  expect([code, stderr]).toEqual([0, expect.stringContaining('"gone", does not exist (SIPGATE_PROFILE)')]);
  const other = await desk.run(['account']);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('There is no profile "gone"')]);
});

test('profile use suggests the right name, and warns where something stronger decides', async () => {
  const desk = newDesk();
  await desk.run(['config', 'set', 'clientId', 'abc', '--profile', 'work']);
  const missing = await desk.run(['profile', 'use', 'wrok']);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('Did you mean "work"?')]);
  const overruled = await desk.run(['profile', 'use', 'work'], { env: { SIPGATE_PROFILE: 'sandbox' } });
  expect(overruled.stderr).toContain('Here "sandbox" is used all the same, because of SIPGATE_PROFILE.');
});

test('profile show: settings with their origin', async () => {
  const desk = newDesk({ SIPGATE_API_URL: 'https://api.example/v2' });
  const shown = await json(desk, 'profile', 'show', 'sandbox');
  expect(shown).toMatchObject({
    profile: 'sandbox',
    inUse: false,
    signIn: null,
    settings: {
      apiUrl: { value: 'https://api.example/v2', origin: 'environment', where: 'SIPGATE_API_URL' },
      redirectUri: { value: 'http://127.0.0.1/oauth', origin: 'default' },
    },
  });
  expect((await desk.run(['profile', 'show', 'nobody'])).code).toBe(1);
});

test('[L20] option, environment, project, user, default: the stronger wins, and is named', async () => {
  const desk = newDesk();
  const origin = async (env: Record<string, string> = {}) => {
    const { stdout } = await desk.run(['config', 'get', 'redirectUri', '--json'], { env });
    const { value, origin: from, where } = JSON.parse(stdout);
    return [new URL(value).pathname, from, where];
  };
  expect(await origin()).toEqual(['/oauth', 'default', undefined]);
  await desk.run(['config', 'set', 'redirectUri', 'http://localhost:8080/user']);
  expect(await origin()).toEqual(['/user', 'user file', configOf(desk)]);
  await desk.run(['config', 'set', 'redirectUri', 'http://localhost:8080/project', '--project']);
  expect(await origin()).toEqual(['/project', 'project file', join(desk.home, 'sipgate.json')]);
  const env = { SIPGATE_REDIRECT_URI: 'http://localhost:8080/environment' };
  expect(await origin(env)).toEqual(['/environment', 'environment', 'SIPGATE_REDIRECT_URI']);

  const { stdout } = await desk.run(['config', 'list', '--origin'], { env });
  expect(stdout).toContain('redirectUri\thttp://localhost:8080/environment\tenvironment, SIPGATE_REDIRECT_URI');
  const { stderr } = await desk.run(['config', 'unset', 'redirectUri', '--project']);
  expect(stderr).toContain('In force: "http://localhost:8080/user"');
});

test('the project file counts below its folder, too', async () => {
  const desk = newDesk();
  await desk.run(['config', 'set', 'clientId', 'of-the-project', '--project']);
  const below = join(desk.home, 'deep', 'down');
  mkdirSync(below, { recursive: true });
  expect((await desk.run(['config', 'get', 'clientId'], { cwd: below })).stdout).toBe('of-the-project\n');
});

test("[L20] a project's file cannot say where tokens go", async () => {
  const desk = newDesk();
  const { code, stderr } = await desk.run(['config', 'set', 'apiUrl', 'https://evil.example/v2', '--project']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('it says where tokens go')]);
  writeFileSync(join(desk.home, 'sipgate.json'), '{ "apiUrl": "https://evil.example/v2" }');
  expect((await desk.run(['config', 'get', 'apiUrl'])).stdout).toBe('https://api.sipgate.com/v2\n');
});

test.skipIf(process.platform === 'win32')(
  '[L21] folder 0700 and file 0600, below XDG_CONFIG_HOME, whatever the umask',
  async () => {
    const desk = newDesk();
    await desk.run(['config', 'set', 'clientId', 'abc']);
    const path = configOf(desk);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  },
);

test('[L21] without XDG variables the folders are the system’s own', async () => {
  const desk = newDesk();
  const env = {
    XDG_CONFIG_HOME: undefined,
    XDG_STATE_HOME: undefined,
    XDG_CACHE_HOME: undefined,
    APPDATA: join(desk.home, 'Roaming'),
  };
  const { stdout } = await desk.run(['config', 'set', 'clientId', 'abc', '--json'], { env });
  const expected = {
    win32: join(desk.home, 'Roaming', 'sipgate', 'Config', 'config.json'),
    darwin: join(desk.home, 'Library', 'Preferences', 'sipgate', 'config.json'),
    linux: join(desk.home, '.config', 'sipgate', 'config.json'),
  }[process.platform as 'linux'];
  expect(JSON.parse(stdout).file).toBe(expected);
  expect(existsSync(expected)).toBe(true);
});

test('a config file with a mistake is never overwritten; file, line and column are named', async () => {
  const desk = newDesk();
  await desk.run(['config', 'set', 'clientId', 'abc']);
  const path = configOf(desk);
  const broken = '{\n  "profiles": { "default": { "clientId": "abc", } }\n}\n';
  writeFileSync(path, broken);
  for (const args of [
    ['config', 'set', 'clientId', 'x'],
    ['config', 'unset', 'clientId'],
    ['profile', 'use', 'sandbox'],
    ['profile', 'list'],
  ]) {
    const { code, stderr } = await desk.run(args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(path)]);
    expect(stderr).toMatch(/line 2, column \d+/);
  }
  expect(readFileSync(path, 'utf8')).toBe(broken);
});

test('unknown settings are suggested, in commands and in files', async () => {
  const desk = newDesk();
  const { code, stderr } = await desk.run(['config', 'set', 'clientid', 'x']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean clientId?')]);
  writeFileSync(join(desk.home, 'sipgate.json'), '{ "clientID": "x" }');
  expect((await desk.run(['config', 'list'])).stderr).toContain('did you mean "clientId"?');
});

test('twelve at once lose nothing of one another', async () => {
  const desk = newDesk();
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const runs = await Promise.all(names.map((name) => desk.run(['config', 'set', 'clientId', name, '--profile', name])));
  expect(runs.map(({ code }) => code)).toEqual(names.map(() => 0));
  const { profiles } = JSON.parse(readFileSync(configOf(desk), 'utf8'));
  expect(Object.keys(profiles).sort()).toEqual([...names].sort());
  expect(existsSync(`${configOf(desk)}.lock`)).toBe(false);
});

test.each([
  ['apiUrl', 'api.sipgate.com', 'is no http(s) URL'],
  ['apiUrl', 'http://api.sipgate.com/v2', 'readable for everybody'],
  ['redirectUri', 'app', 'is no http(s) URL'],
  ['clientId', '', 'cannot be empty'],
])('config set %s "%s" is refused', async (setting, value, reason) => {
  const desk = newDesk();
  const { code, stderr } = await desk.run(['config', 'set', setting, value]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
  expect(existsSync(configOf(desk))).toBe(false);
});

test('[L25] what was changed is said, and who decides anyway', async () => {
  const desk = newDesk();
  const { stderr, stdout } = await desk.run(['config', 'set', 'clientId', 'abc'], {
    env: { SIPGATE_CLIENT_ID: 'other' },
  });
  expect(stdout).toBe('');
  expect(stderr).toContain('Set clientId of the profile "default"');
  expect(stderr).toContain('Another value wins: "other" (environment, SIPGATE_CLIENT_ID).');
  expect((await desk.run(['config', 'unset', 'scopes'])).stderr).toContain('nothing changed');
  expect((await desk.run(['config', 'get', 'scopes'])).code).toBe(1);
});

test('wrong values can be looked at, and repaired', async () => {
  const desk = newDesk({ SIPGATE_API_URL: 'nonsense' });
  const { code, stderr, stdout } = await desk.run(['config', 'list']);
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('apiUrl ("nonsense", environment, SIPGATE_API_URL) is no http(s) URL'),
  ]);
  expect(stdout).toContain('nonsense');
});

test('names of profiles that cannot be, and names that objects have anyway', async () => {
  const desk = newDesk();
  for (const name of ['../evil', '', '__proto__', 'with space']) {
    const { code } = await desk.run(['config', 'set', 'clientId', 'x', '--profile', name]);
    if (name !== '') expect(code).toBe(1);
  }
  for (const name of ['constructor', 'toString']) {
    expect((await desk.run(['profile', 'use', name])).code).toBe(1);
    expect((await desk.run(['config', 'set', 'clientId', 'x', '--profile', name])).code).toBe(0);
    expect((await desk.run(['config', 'get', 'clientId', '--profile', name])).stdout).toBe('x\n');
  }
});

test('[L15] profile delete asks, and needs --yes where nobody can be asked', async () => {
  const desk = newDesk();
  await desk.run(['config', 'set', 'clientId', 'abc', '--profile', 'work']);
  await desk.run(['profile', 'use', 'work']);
  const refused = await desk.run(['profile', 'delete', 'work']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--yes')]);
  const terminal = openTerminal(desk, ['profile', 'delete', 'work']);
  await terminal.shows(/Delete the profile "work"\?/);
  terminal.type('n\r');
  expect(await terminal.ended).toBe(130);
  expect((await desk.run(['config', 'get', 'clientId'])).stdout).toBe('abc\n');

  const { code, stderr } = await desk.run(['profile', 'delete', 'work', '--yes']);
  expect([code, stderr]).toEqual([0, expect.stringContaining('"default" is in use from now on')]);
  expect((await desk.run(['profile', 'delete', 'work', '--yes'])).code).toBe(1);
});

test('a profile that is signed in is signed out at sipgate before it is deleted', async () => {
  const desk = await oauthDesk(sandbox());
  const yes = await desk.run(['profile', 'delete', 'default', '--yes']);
  expect([yes.code, yes.stderr]).toEqual([2, expect.stringContaining('sipgate logout --profile default')]);
  expect(yes.stderr).toContain('--logout --yes');
  expect(sandbox().tokens().at(-1)?.alive).toBe(true);

  const both = await json(desk, 'profile', 'delete', 'default', '--logout', '--yes');
  expect(both).toMatchObject({ profile: 'default', deleted: true, signedOut: true, revoked: true });
  expect(sandbox().tokens().at(-1)?.alive).toBe(false);
  expect((await desk.run(['auth', 'status'])).code).toBe(4);
});

test('the profile sandbox cannot be deleted', async () => {
  const { code, stderr } = await newDesk().run(['profile', 'delete', 'sandbox', '--yes']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('always there')]);
});
