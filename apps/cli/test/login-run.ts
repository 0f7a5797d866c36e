import type { ChildProcess } from 'node:child_process';
import type { Desk, Run, RunOptions } from './run-cli.ts';

/** A `sipgate login` that waits for the browser. */
export interface LoginRun {
  readonly child: ChildProcess;
  /** The address it printed. */
  readonly url: URL;
  /** Where it waits. */
  readonly redirectUri: URL;
  /** What it has said so far. */
  stderr(): string;
  readonly ended: Promise<Run>;
}

/** Starts `sipgate login`, and resolves once it waits for the browser; rejects when it ends without one. */
export function startLogin(desk: Desk, args: readonly string[] = [], options: RunOptions = {}): Promise<LoginRun> {
  return new Promise((resolve, reject) => {
    const child = desk.start(['login', ...args], options);
    let [stdout, stderr] = ['', ''];
    const ended = new Promise<Run>((end) => {
      child.on('close', (code) => {
        end({ code, stdout, stderr });
        reject(new Error(`It ended with ${code}:\n${stderr}`));
      });
    });
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      const address = addressIn(stderr);
      if (address === undefined || !stderr.includes('Waiting for the browser')) return;
      const url = new URL(address);
      const redirectUri = new URL(url.searchParams.get('redirect_uri') ?? '');
      resolve({ child, url, redirectUri, stderr: () => stderr, ended });
    });
  });
}

/** The authorization URL that was printed, once its line is complete. */
export function addressIn(text: string): string | undefined {
  return /(https?:\S+response_type=code\S+)\r?\n/.exec(text)?.[1];
}
