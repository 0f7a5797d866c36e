import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { main } from './main.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interruption.abort();
    // Whoever asks twice does not want to wait for the tidying up.
    process.once(signal, () => process.exit(130));
  });
}
// A reader that has seen enough, as `head` does, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

void main(
  {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    checkForUpdate,
  },
  interruption.signal,
).then((code) => {
  process.exitCode = code;
});

function checkForUpdate(file: string): void {
  const check = join(__dirname, 'update-check.cjs');
  spawn(process.execPath, [check, file], { detached: true, stdio: 'ignore', windowsHide: true })
    .on('error', () => undefined)
    .unref();
}
