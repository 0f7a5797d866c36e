import { chmodSync, existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pty from '@lydell/node-pty';
import { describe, expect, test } from 'vitest';
import { isNewer } from '../../src/update/update-notice.ts';
import { BIN, type Desk } from '../run-cli.ts';
import { stage } from '../stage.ts';
import { openTerminal } from '../terminal.ts';

const { aliceDesk } = stage();

/** A desk whose npm knows of a version, or runs the given script. It writes what it was asked. */
function deskWithNpm(script = 'echo 99.1.0'): Desk & { readonly record: string; readonly npmLog: string } {
  const desk = aliceDesk({ SIPGATE_CLIENT_SECRET: 'c4nary' });
  const bin = join(desk.home, 'bin');
  const npmLog = join(desk.home, 'npm.log');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\n{ echo "$PWD: $*"; env; } > '${npmLog}'\n${script}\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  const env: Record<string, string> = { ...desk.env, PATH: `${bin}:${desk.env['PATH']}` };
  const record = join(env['XDG_CACHE_HOME'] ?? '', 'sipgate', 'update.json');
  return { ...desk, env, record, npmLog };
}

/** Resolves when the background check has written what it found. */
async function found(file: string): Promise<Record<string, unknown>> {
  mkdirSync(dirname(file), { recursive: true });
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return new Promise((resolve) => {
    const look = () => {
      const text = read();
      if (!text.includes('latest')) return;
      watcher.close();
      resolve(JSON.parse(text));
    };
    const watcher = watch(dirname(file), look);
    look();
  });
}

const record = ({ record: file }: { record: string }, content: object) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
};

const NOTICE = /sipgate 99\.1\.0 is out; this is \d+\.\d+\.\d+\. Next: npm install --global @sipgate-kit\/cli/;

test('[L27] npm is asked in the background, and what it says is told at the next run, once', async () => {
  const desk = deskWithNpm();
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    const terminal = openTerminal(desk, ['clients', 'list']);
    expect(await terminal.ended).toBe(0);
    runs.push(NOTICE.test(terminal.text));
    await found(desk.record);
  }
  expect(runs).toEqual([false, true, false]);
  const asked = readFileSync(desk.npmLog, 'utf8');
  expect(asked).toContain(`${dirname(desk.record)}: view @sipgate-kit/cli version`);
  expect(asked).not.toContain('c4nary');
});

test('[L27] at most daily: a check of today is not repeated, one of yesterday is', async () => {
  const desk = deskWithNpm();
  record(desk, { checkedAt: Date.now() - 23 * 3_600_000 });
  await openTerminal(desk, ['clients', 'list']).ended;
  expect(JSON.parse(readFileSync(desk.record, 'utf8'))).toEqual({ checkedAt: expect.any(Number) });
  record(desk, { checkedAt: Date.now() - 25 * 3_600_000 });
  await openTerminal(desk, ['clients', 'list']).ended;
  expect(await found(desk.record)).toMatchObject({ latest: '99.1.0' });
});

test('[L27] a notice of yesterday is repeated, one of today is not', async () => {
  const desk = deskWithNpm();
  for (const [hours, told] of [
    [25, true],
    [23, false],
  ] as const) {
    record(desk, { checkedAt: Date.now(), latest: '99.1.0', shownAt: Date.now() - hours * 3_600_000 });
    const terminal = openTerminal(desk, ['clients', 'list']);
    await terminal.ended;
    expect(NOTICE.test(terminal.text)).toBe(told);
  }
});

describe('[L27] nothing is told and nobody is asked', () => {
  test.each(['CI', 'SIPGATE_NO_UPDATE_NOTICE', 'NO_UPDATE_NOTIFIER', 'DO_NOT_TRACK'])('with %s', async (name) => {
    const desk = deskWithNpm();
    record(desk, { latest: '99.1.0' });
    const terminal = openTerminal(desk, ['clients', 'list'], { [name]: '1' });
    expect(await terminal.ended).toBe(0);
    expect(terminal.text).not.toContain('99.1.0');
    expect(JSON.parse(readFileSync(desk.record, 'utf8'))).toEqual({ latest: '99.1.0' });
  });

  test('where stderr is no terminal', async () => {
    const desk = deskWithNpm();
    record(desk, { latest: '99.1.0' });
    expect(await desk.run(['clients', 'list'])).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(readFileSync(desk.record, 'utf8'))).toEqual({ latest: '99.1.0' });
  });

  test('with --json', async () => {
    const desk = deskWithNpm();
    record(desk, { latest: '99.1.0' });
    const terminal = openTerminal(desk, ['clients', 'list', '--json']);
    await terminal.ended;
    expect(terminal.text).not.toContain('99.1.0');
  });

  test('when the cache cannot be written', async () => {
    const desk = deskWithNpm();
    writeFileSync(desk.env['XDG_CACHE_HOME'] ?? '', 'a file where a folder should be');
    expect(await openTerminal(desk, ['clients', 'list']).ended).toBe(0);
    expect(existsSync(desk.npmLog)).toBe(false);
  });
});

test('[L27] nobody waits for npm, and one that fails or is missing does no harm', async () => {
  const slow = deskWithNpm('exec sleep 20');
  const terminal = openTerminal(slow, ['clients', 'list']);
  expect(await terminal.ended).toBe(0);
  const missing = { ...slow, env: { ...slow.env, PATH: '/nowhere', XDG_CACHE_HOME: join(slow.home, 'other') } };
  expect(await openTerminal(missing, ['clients', 'list']).ended).toBe(0);
  const broken = deskWithNpm('echo "<html>c4nary</html>"');
  await openTerminal(broken, ['clients', 'list']).ended;
  await found(broken.record);
  const next = openTerminal(broken, ['clients', 'list']);
  await next.ended;
  expect(next.text).not.toContain('html');
});

test('[L6] data on stdout stay data while an update is told on a terminal', async () => {
  const desk = deskWithNpm();
  record(desk, { checkedAt: Date.now(), latest: '99.1.0' });
  const file = join(desk.home, 'data.txt');
  const child = pty.spawn('sh', ['-c', `"$0" "$1" clients list > "$2"`, process.execPath, BIN, file], {
    cwd: desk.home,
    env: desk.env,
    cols: 500,
  });
  let seen = '';
  child.onData((data) => {
    seen += data;
  });
  await new Promise((ended) => child.onExit(ended));
  expect(seen).toMatch(NOTICE);
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2);
});

test('a newer release is newer; a pre-release, nonsense or the same is not', () => {
  expect(isNewer('1.2.4', '1.2.3')).toBe(true);
  expect(isNewer('1.10.0', '1.9.9')).toBe(true);
  expect(isNewer('2.0.0', '1.9.9')).toBe(true);
  expect(isNewer('1.2.3', '1.2.3-beta.1')).toBe(true);
  for (const latest of ['1.2.3', '1.2.2', '0.9.9', '2.0.0-beta.1', 'x', '', '9'.repeat(20)]) {
    expect(isNewer(latest, '1.2.3')).toBe(false);
  }
});
