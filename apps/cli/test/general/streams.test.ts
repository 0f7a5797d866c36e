import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { BIN, type Desk, type Run } from '../run-cli.ts';
import { stage } from '../stage.ts';

const { aliceDesk } = stage();

/** Runs a line of shell in which `sipgate` is the built command. */
function shell({ env, home }: Desk, line: string): Promise<Run> {
  const script = `sipgate() { '${process.execPath}' '${BIN}' "$@"; }; ${line}`;
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', `set -o pipefail; ${script}`], { env, cwd: home });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const COMMANDS = ['--version', '--help', 'clients --help', 'clients list --json'];

describe.skipIf(process.platform === 'win32')('who reads no further', () => {
  test.each(COMMANDS)('sipgate %s | head -1 is no failure, and nothing is said about it', async (command) => {
    const run = await shell(aliceDesk(), `sipgate ${command} | head -1`);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.stdout.split('\n')).toHaveLength(2);
  });

  test.each(COMMANDS)('sipgate %s | true neither', async (command) => {
    expect(await shell(aliceDesk(), `sipgate ${command} | true`)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('nobody who reads stderr does no harm', async () => {
    const { code } = await shell(aliceDesk(), `sipgate clients list --debug 2> >(true) > /dev/null`);
    expect(code).toBe(0);
  });
});

describe.skipIf(process.platform !== 'linux')('no room where the output goes', () => {
  test.each(COMMANDS)('sipgate %s > /dev/full says so and fails', async (command) => {
    const { code, stderr } = await shell(aliceDesk(), `sipgate ${command} > /dev/full`);
    expect(code).toBe(1);
    expect(stderr).toContain('The output cannot be written (ENOSPC).');
    expect(stderr).toContain('Make room where it goes.');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('nor where the notes go: the data come all the same', async () => {
    const { code, stdout } = await shell(aliceDesk(), `sipgate clients list --debug 2> /dev/full`);
    expect(code).toBe(0);
    expect(stdout).toContain('Sandbox callback server');
  });
});
