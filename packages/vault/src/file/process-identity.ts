import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** What tells one process from every other one, wherever and whenever it ran. Members that the system has no word for are empty. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words: process ids are used again. */
  readonly startedAt: string;
  /** Changes with every start of the machine. */
  readonly bootId: string;
  readonly host: string;
  /** In which space of process ids `pid` counts: containers have their own (Linux). */
  readonly pidNamespace: string;
}

/** `unknown`: another machine, another container, before a restart, or a system that does not tell. */
export type Liveness = 'running' | 'gone' | 'unknown';

let thisProcess: Promise<ProcessIdentity> | undefined;

/** Who this process is; the same each time. */
export function identifyThisProcess(): Promise<ProcessIdentity> {
  thisProcess ??= identify();
  return thisProcess;
}

async function identify(): Promise<ProcessIdentity> {
  const [startedAt, boot, pidNamespace] = await Promise.all([
    startOf(process.pid),
    bootId(),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  return { pid: process.pid, startedAt: startedAt ?? '', bootId: boot, host: hostname(), pidNamespace };
}

/**
 * Whether another process still runs, as far as this one can see. A stopped process runs: nothing is ever judged by the
 * time it takes.
 */
export async function livenessOf(other: ProcessIdentity, me: ProcessIdentity): Promise<Liveness> {
  const near =
    other.host === me.host && other.bootId === me.bootId && other.pidNamespace === me.pidNamespace && other.pid > 0;
  if (!near) return 'unknown';
  if (!exists(other.pid)) return 'gone';
  const startedAt = await startOf(other.pid);
  if (startedAt === undefined) return 'gone';
  if (startedAt === '' || other.startedAt === '') return 'unknown';
  return startedAt === other.startedAt ? 'running' : 'gone';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process started; `undefined` when it is gone, or has ended and only waits for its parent; empty when nobody can tell. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return '';
  return process.platform === 'linux' ? startByProc(pid) : startByPs(pid);
}

/** The fields after the name in brackets, which may itself hold brackets and spaces: state first, start the 20th (proc(5)). */
async function startByProc(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ended(fields[0]) ? undefined : (fields[19] ?? '');
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'state=,lstart=', '-p', `${pid}`], { env: { LC_ALL: 'C', TZ: 'UTC' } });
    const [state, ...start] = stdout.trim().split(/\s+/);
    return ended(state) ? undefined : start.join(' ');
  } catch (error) {
    // ps ends with 1 when there is no such process, and cannot be started at all where there is no ps.
    return error instanceof Error && 'code' in error && error.code === 1 ? undefined : '';
  }
}

const ended = (state: string | undefined): boolean => state !== undefined && /^[ZX]/.test(state);

async function bootId(): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => '')).trim();
  }
  if (process.platform !== 'darwin') return '';
  return run('sysctl', ['-n', 'kern.bootsessionuuid'], {}).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

const run = promisify(execFile);
