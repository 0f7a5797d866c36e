import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { join } from 'node:path';
import type { Host } from './cli.ts';
import { installLastResort } from './last-resort.ts';
import { main } from './main.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interruption.abort();
    // Whoever asks twice does not want to wait for the tidying up.
    process.once(signal, () => process.exit(130));
  });
}
const host: Host = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  platform: process.platform,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  checkForUpdate,
  startKeyring,
};

installLastResort(host, process);
void main(host, interruption.signal).then((code) => {
  process.exitCode = code;
});

function checkForUpdate(file: string): void {
  startScript('update-check.cjs', [file], { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
}

/** Its words on stderr are the native library's, and go nowhere. */
function startKeyring(): ChildProcess {
  return startScript('keyring.cjs', [], { stdio: ['pipe', 'pipe', 'ignore'] });
}

/** Starts a script that lies beside this one. What that takes is loaded only then: few commands start any. */
function startScript(name: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const { spawn } = process.getBuiltinModule('node:child_process');
  return spawn(process.execPath, [join(__dirname, name), ...args], { ...options, windowsHide: true });
}
