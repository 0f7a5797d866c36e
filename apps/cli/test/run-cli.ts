import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../bin/sipgate.cjs', import.meta.url));

/** How a run of the built command ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run gets, beside its arguments. */
export interface RunOptions {
  /** Written to stdin, which then ends. Without it, stdin is closed. */
  readonly input?: string;
  /** Leaves stdin open after the input. */
  readonly inputGoesOn?: true;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A machine of its own for the command: empty home, empty folders, none of this process's settings. */
export interface Desk {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the built command to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** Starts it, to be talked to while it runs. */
  start(args: readonly string[], options?: RunOptions): ReturnType<typeof spawn>;
}

/** Folder names with a space and an umlaut: they must work everywhere. */
export function newDesk(settings: Readonly<Record<string, string>> = {}): Desk {
  const home = mkdtempSync(join(tmpdir(), 'sipgate Bürö '));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
    ...settings,
  };

  function start(args: readonly string[], { cwd = home, env: more = {}, input, inputGoesOn }: RunOptions = {}) {
    const all = Object.fromEntries(Object.entries({ ...env, ...more }).filter(([, value]) => value !== undefined));
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd,
      env: all as NodeJS.ProcessEnv,
      stdio: [input === undefined && !inputGoesOn ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    if (inputGoesOn) child.stdin?.write(input ?? '');
    else if (input !== undefined) child.stdin?.end(input);
    return child;
  }

  return {
    home,
    env,
    start,
    run: (args, options) =>
      new Promise((resolve, reject) => {
        const child = start(args, options);
        let [stdout, stderr] = ['', ''];
        child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
          stdout += chunk;
        });
        child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
          stderr += chunk;
        });
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, stdout, stderr }));
      }),
  };
}
