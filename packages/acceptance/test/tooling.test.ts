import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const source = (name: string) => pathToFileURL(join(root, 'packages', 'tooling', 'src', name)).href;

// By their addresses: the tools are plain scripts, which no package exports.
const { requireNode } = await import(source('setup.mjs'));
const { countReport, summarise } = await import(source('test-summary.mjs'));

describe('npm start', { timeout: 60_000 }, () => {
  /** What bin/start.mjs does after the set-up, which tests must not repeat under way. */
  const START = `
    import { start } from '${source('start-kit.mjs')}';
    import { whenParentEnds } from '${source('tether.mjs')}';
    whenParentEnds(() => process.kill(process.pid, 'SIGTERM'));
    process.stdout.write('pid ' + process.pid + '\\n');
    process.exitCode = await start(process.env, 'no .env of the person who runs the tests');`;

  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  function run(environment: Record<string, string> = {}, command = process.execPath, before: string[] = []) {
    const child = spawn(command, [...before, '--input-type=module', '--eval', START], {
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const ended = once(child, 'exit');
    const find = async (pattern: RegExp) => {
      for (;;) {
        const found = pattern.exec(output)?.[1];
        if (found !== undefined) return found;
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended early:\n${output}`);
        await pause(20);
      }
    };
    return {
      child,
      ended,
      find,
      output: () => output,
      url: () => find(/Open {6}(http:\/\/localhost:\d+)[\s\S]*Sandbox/),
    };
  }

  const answers = (url: string) =>
    fetch(url).then(
      () => true,
      () => false,
    );
  const dataOf = (pid: string) => join(root, '.sipgate-kit', 'sandbox-runs', pid);

  test('says where to go and as whom, and leaves nothing behind when it is stopped', async () => {
    // A database of something else is left alone.
    const kit = run({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/elsewhere' });
    const [url, pid] = [await kit.url(), await kit.find(/pid (\d+)/)];
    expect(kit.output()).toContain('alice, password sandbox');
    expect(await answers(url)).toBe(true);
    const example = await kit.find(/Example +(\S+)/);
    expect(await (await fetch(example)).text()).toContain('Sign in with sipgate');
    expect(existsSync(dataOf(pid))).toBe(true);

    kit.child.kill('SIGTERM');

    expect(await kit.ended).toEqual([0, null]);
    expect(await answers(url)).toBe(false);
    expect(await answers(example)).toBe(false);
    expect(existsSync(dataOf(pid))).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('stops when whoever started it is killed', async () => {
    const kit = run({}, 'sh', ['-c', '"$@"; true', 'sh', process.execPath]);
    const [url, pid] = [await kit.url(), Number(await kit.find(/pid (\d+)/))];

    kit.child.kill('SIGKILL');

    await expect.poll(() => answers(url), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
  });

  test('takes another port when the usual one is taken', async () => {
    const other = createServer().listen({ port: 8080, host: '127.0.0.1' });
    const free = await Promise.race([
      once(other, 'listening').then(() => true),
      once(other, 'error').then(() => false),
    ]);
    try {
      const url = await run().url();
      expect(url).not.toBe('http://localhost:8080');
      expect(await answers(url)).toBe(true);
    } finally {
      if (free) other.close();
    }
  });

  test('with a client of its own but an incomplete configuration it says what is missing', async () => {
    const kit = run({ CLIENT_ID: 'YOUR_CLIENT_ID' });
    expect(await kit.ended).toEqual([1, null]);
    expect(kit.output()).toContain('CLIENT_ID still is the placeholder');
    expect(kit.output()).toContain('it runs on the sandbox');
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('npm test', () => {
  const report = (status: string, assertions: string[], message = '') => ({
    startTime: 1_000,
    testResults: [
      {
        name: join(root, 'packages', 'core', 'test', 'a.test.ts'),
        status,
        message,
        startTime: 1_000,
        endTime: 3_500,
        assertionResults: assertions.map((state) => ({
          title: state,
          fullName: `a promise that ${state}`,
          status: state,
          failureMessages: state === 'failed' ? ['expected 1 to be 2\nand more'] : [],
        })),
      },
    ],
  });

  test('ends with the count of all packages, alone on a line', () => {
    const core = countReport('core', report('passed', ['passed', 'passed', 'pending']), 0);
    const vault = countReport('vault', report('failed', ['passed', 'failed']), 2_000);
    const { text, failed } = summarise([core, vault], 1);

    expect(text.trimEnd().split('\n').at(-1)).toBe('3 passed, 1 failed');
    expect(failed).toBe(1);
    expect(text).toContain('FAILED  packages/core/test/a.test.ts: a promise that failed\n    expected 1 to be 2\n');
    expect(text).toMatch(/^core {6} +2 +0 +1 +2\.5$/m);
    expect(text).toMatch(/^vault .*from the cache/m);
  });

  test('counts a file that cannot be loaded, and a package that never got to its tests', () => {
    const broken = countReport('core', report('failed', [], 'Cannot find module'), 0);
    expect(broken).toMatchObject({ failed: 1, failures: [expect.stringContaining('Cannot find module')] });
    expect(summarise([], 1).text).toMatch(/\n0 passed, 1 failed\n$/);
  });
});

test.each(['14.21.3', '18.20.8', '20.18.0', '21.7.0', '22.11.0'])('Node %s is told what is needed', (version) => {
  expect(() => requireNode(version)).toThrow(`this is Node ${version}`);
});

test.each(['20.19.0', '22.12.0', '24.1.0'])('Node %s will do', (version) => {
  expect(() => requireNode(version)).not.toThrow();
});
