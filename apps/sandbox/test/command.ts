import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

/** The built command: `pnpm build` comes first. */
export const BIN = fileURLToPath(new URL('../bin/sipgate-sandbox.mjs', import.meta.url));

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves with what it has written to its output once that contains a text. */
  writes(text: string): Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** Starts the built command; it is gone when the test is over. */
export function startCommand(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [BIN, ...args]);
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  const writes = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (stdout.includes(text)) resolve(stdout);
      };
      child.stdout.on('data', look);
      look();
      void ended.then(() => reject(new Error(`It ended without ${JSON.stringify(text)}: ${stdout}${stderr}`)));
    });
  return { child, writes, ended };
}
