import { type SpawnOptions, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BIN, type Desk, type Run } from '../run-cli.ts';
import { stage } from '../stage.ts';

const { sandbox, desk, aliceDesk } = stage();

function run(
  { env, home }: Desk,
  args: readonly string[],
  options: SpawnOptions & { command?: string } = {},
  input = '',
) {
  const { command, ...rest } = options;
  const words = [process.execPath, BIN, ...args];
  const [file, ...own] = command === undefined ? words : ['sh', '-c', command, ...words];
  return new Promise<Run>((resolve) => {
    const child = spawn(file ?? '', own, { env, cwd: home, ...rest, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin?.on('error', () => undefined).end(input);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Commands that write, each into another folder. */
const pat = () => {
  const { tokenId, token } = sandbox().users.alice.personalAccessToken;
  return `${tokenId}\n${token}\n`;
};

function expectRefusal({ code, stdout, stderr }: Run): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const { error } = JSON.parse(stderr);
  expect(error.code).toMatch(/^(?:file_unwritable|vault_unwritable)$/);
  expect(error.message).toMatch(/\(E[A-Z]+\)/);
  expect(error.hint).toMatch(/\S/);
}

describe('a file where a folder should be', () => {
  test('config set says which, and why', async () => {
    const at = desk();
    writeFileSync(at.env['XDG_CONFIG_HOME'] ?? '', 'keep me');
    const refused = await run(at, ['config', 'set', 'scopes', 'account:read', '--json']);
    expectRefusal(refused);
    expect(refused.stderr).toContain(join(at.env['XDG_CONFIG_HOME'] ?? '', 'sipgate'));
    expect(readFileSync(at.env['XDG_CONFIG_HOME'] ?? '', 'utf8')).toBe('keep me');
  });

  test('login keeps nothing, and says so', async () => {
    const at = desk();
    writeFileSync(at.env['XDG_STATE_HOME'] ?? '', 'keep me');
    expectRefusal(await run(at, ['login', '--pat', '--json'], {}, pat()));
    expect(readFileSync(at.env['XDG_STATE_HOME'] ?? '', 'utf8')).toBe('keep me');
  });

  test('who writes nothing is not disturbed', async () => {
    const at = aliceDesk();
    for (const name of ['XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME']) writeFileSync(at.env[name] ?? '', '');
    expect(await run(at, ['clients', 'list', '--json'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe.skipIf(process.platform === 'win32')('a home that is read-only', () => {
  // Whoever is root may write everywhere; so somebody else runs the command.
  const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

  function readOnlyDesk(make: () => Desk): Desk {
    const at = make();
    chmodSync(at.home, 0o555);
    return at;
  }

  test('config set and login are refused', async () => {
    const at = readOnlyDesk(desk);
    expectRefusal(await run(at, ['config', 'set', 'scopes', 'account:read', '--json'], ids));
    expectRefusal(await run(at, ['login', '--pat', '--json'], ids, pat()));
  });

  test('calls with credentials from the environment work', async () => {
    const at = readOnlyDesk(aliceDesk);
    expect(await run(at, ['clients', 'list', '--json'], ids)).toMatchObject({ code: 0, stderr: '' });
  });

  test('settings that nobody may read are named', async () => {
    const at = aliceDesk();
    const file = join(at.env['XDG_CONFIG_HOME'] ?? '', 'sipgate', 'config.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '{}', { mode: 0o000 });
    chmodSync(at.home, 0o755);
    const { code, stderr } = await run(at, ['account', '--json'], ids);
    expect(code).toBe(1);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining(`${file} cannot be read (EACCES).`),
    });
  });
});

describe.skipIf(process.platform === 'win32')('a disk that is full', () => {
  /** No file may grow: writing fails as it does on a full disk, with EFBIG in place of ENOSPC. */
  const full = { command: 'ulimit -f 0; exec "$0" --require "$LET_LIVE" "$@"' };

  /** The system would end a process that writes more than it may, unless the process has something to say to that. */
  function fullDesk(make: () => Desk): Desk {
    const at = make();
    const file = join(at.home, 'let-live.cjs');
    writeFileSync(file, `process.on('SIGXFSZ', () => undefined);`);
    return { ...at, env: { ...at.env, LET_LIVE: file } };
  }

  test('config set is refused, and the settings from before are still there', async () => {
    const at = fullDesk(desk);
    expect((await run(at, ['config', 'set', 'scopes', 'account:read'])).code).toBe(0);
    const file = join(at.env['XDG_CONFIG_HOME'] ?? '', 'sipgate', 'config.json');
    const before = readFileSync(file, 'utf8');
    expectRefusal(await run(at, ['config', 'set', 'scopes', 'all', '--json'], full));
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('login is refused, and the sign-in from before still works', async () => {
    const at = fullDesk(desk);
    expect((await run(at, ['login', '--pat'], {}, pat())).code).toBe(0);
    expectRefusal(await run(at, ['login', '--pat', '--json'], full, pat()));
    expect((await run(at, ['account'])).code).toBe(0);
  });

  test('calls that write nothing work', async () => {
    expect(await run(fullDesk(aliceDesk), ['clients', 'list', '--json'], full)).toMatchObject({ code: 0, stderr: '' });
  });
});
