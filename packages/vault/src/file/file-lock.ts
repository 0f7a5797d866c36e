import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../private-files.ts';
import { type Liveness, livenessOf, type ProcessIdentity } from './process-identity.ts';

/** What a lock file holds: the process that has the lock, and which of its turns this is. */
interface Holder extends ProcessIdentity {
  readonly turn: string;
}

interface Acquisition extends FileLockOptions {
  readonly me: ProcessIdentity;
}

/** What {@link createFileLock} works with. */
export interface FileLockOptions {
  /** Path of the lock file. Files beside it whose names begin with its name belong to the lock, too. */
  readonly path: string;
  /** Who this process is; asked when the lock is first wanted, since some systems take their time to tell. */
  readonly identify: () => Promise<ProcessIdentity>;
  /** How long to wait for a process that is known to run, in milliseconds. */
  readonly patienceMs: number;
  /** How long to wait for one of which nobody can tell, in milliseconds: as long as any request of its may be under way. */
  readonly strangerPatienceMs: number;
  readonly monotonic: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** One time of having the lock. */
export interface LockTurn {
  /**
   * Whether this process still has the lock, to be asked right before what cannot be undone. It loses it only to another
   * machine or container that waited out {@link FileLockOptions.strangerPatienceMs}.
   */
  isMine(): Promise<boolean>;
  /** The lock was taken over: whoever had it may have left something half done. */
  readonly takenOver: boolean;
}

/** A lock between processes. */
export interface FileLock {
  /** Runs `work` while nobody else on any handle does. Throws {@link LockHeld} when the lock could not be had in time. */
  run<Result>(work: (turn: LockTurn) => Promise<Result>): Promise<Result>;
}

/** Somebody holds the lock, and goes on holding it. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  readonly pid: number | undefined;

  constructor(pid: number | undefined) {
    super('the lock is held');
    this.pid = pid;
  }
}

const LONGEST_PAUSE_MS = 20;
/** The ending of the file that gives the right to take a lock over. */
const CLAIM = '.next';
const OWNER_ONLY = 0o600;

/**
 * A lock that outlives nobody: the file appears whole or not at all (a hard link fails where its name is taken), and
 * names the process that has it. The lock of a process that is gone is taken over; of one that runs, however slowly,
 * never; of one that cannot be seen from here, after a wait.
 *
 * Taking over must not take a lock that somebody else has taken over meanwhile. So whoever wants the lock of turn X
 * first makes the one file `<path>.X.next`, sees that X still has the lock (whoever holds that file is the only one who
 * may change this), and then renames it over the lock. The maker of that file may be killed, too: then its own turn is
 * taken over in the same way.
 */
export function createFileLock(options: FileLockOptions): FileLock {
  const { path } = options;
  let last: Promise<unknown> = Promise.resolve();
  let swept: Promise<void> | undefined;

  async function locked<Result>(work: (turn: LockTurn) => Promise<Result>): Promise<Result> {
    const turn = randomBytes(12).toString('hex');
    const me = await options.identify();
    // Drafts of those killed before they had the lock; never a claim, which may be one link of a chain.
    swept ??= sweep(path, me, (name) => !name.endsWith(CLAIM));
    await swept;
    const text = JSON.stringify({ ...me, turn } satisfies Holder);
    const draft = `${path}.${turn}`;
    const isMine = async () => (await textOf(path)) === text;
    await writeNew(draft, text);
    let takenOver: boolean;
    try {
      takenOver = await acquire(draft, { ...options, me });
    } finally {
      await unlink(draft).catch(() => undefined);
    }
    try {
      return await work({ isMine, takenOver });
    } finally {
      if (await isMine()) await unlink(path);
    }
  }

  return {
    run(work) {
      const result = last.then(() => locked(work));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

/** Waits for the lock; `true` when it had to be taken over. */
async function acquire(draft: string, options: Acquisition): Promise<boolean> {
  const { path, patienceMs, strangerPatienceMs, monotonic, wait } = options;
  let seen: { readonly text: string; readonly since: number } | undefined;
  for (;;) {
    if (await linked(draft, path)) return false;
    const text = await textOf(path);
    if (text === undefined) continue;
    if (seen?.text !== text) seen = { text, since: monotonic() };
    const heldFor = monotonic() - seen.since;
    const holder = holderIn(text);
    const liveness: Liveness = holder ? await livenessOf(holder, options.me) : 'unknown';
    const given = liveness === 'gone' || (liveness === 'unknown' && heldFor >= strangerPatienceMs);
    // Whoever was about to take it over may have gone unseen as well.
    const strangersToo = heldFor >= 2 * strangerPatienceMs;
    if (given && (await takeOver(draft, text, options, strangersToo))) {
      await sweep(path, options.me, () => true);
      return true;
    }
    if (liveness === 'running' && heldFor >= patienceMs) throw new LockHeld(holder?.pid);
    await wait(1 + Math.random() * LONGEST_PAUSE_MS);
  }
}

/** Puts the draft in the place of the lock that reads `text`, unless somebody else does, or may still do. */
async function takeOver(
  draft: string,
  text: string,
  { path, me }: Acquisition,
  strangersToo: boolean,
): Promise<boolean> {
  const passed: { readonly path: string; readonly text: string }[] = [{ path, text }];
  for (;;) {
    const victim = passed.at(-1)?.text ?? '';
    const claim = `${path}.${holderIn(victim)?.turn ?? 'unreadable'}${CLAIM}`;
    if (await linked(draft, claim)) {
      const unchanged = await Promise.all(passed.map(async (file) => (await textOf(file.path)) === file.text));
      if (unchanged.includes(false)) {
        await unlink(claim);
        return false;
      }
      await rename(claim, path);
      await Promise.all(passed.slice(1).map((file) => unlink(file.path).catch(() => undefined)));
      return true;
    }
    const other = await textOf(claim);
    if (other === undefined || passed.some((file) => file.path === claim)) return false;
    const claimant = holderIn(other);
    const liveness = claimant ? await livenessOf(claimant, me) : 'unknown';
    if (liveness === 'running' || (liveness === 'unknown' && !strangersToo)) return false;
    passed.push({ path: claim, text: other });
  }
}

/** Removes what processes that are gone left beside the lock. Claims only by who has the lock: nobody can want them then. */
async function sweep(path: string, me: ProcessIdentity, which: (name: string) => boolean): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(`${basename(path)}.`) && which(each))) {
    const file = join(dirname(path), name);
    const holder = holderIn((await textOf(file)) ?? '');
    if (holder && (await livenessOf(holder, me)) === 'gone') await unlink(file).catch(() => undefined);
  }
}

/** Gives a file a second name; `false` when somebody has it. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** `undefined` for what no release of the kit has written whole. */
function holderIn(text: string): Holder | undefined {
  try {
    const { pid, startedAt, bootId, host, pidNamespace, turn } = JSON.parse(text) as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof turn !== 'string' || !/^[0-9a-f]{24}$/.test(turn)) return undefined;
    const texts = { startedAt, bootId, host, pidNamespace };
    if (!Object.values(texts).every((value) => typeof value === 'string')) return undefined;
    return { pid, turn, ...(texts as Record<keyof typeof texts, string>) };
  } catch {
    return undefined;
  }
}
