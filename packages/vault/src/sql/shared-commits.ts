import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LibsqlConnection, Synchronous } from './libsql-connection.ts';
import { isBusy } from './sqlite-errors.ts';

/** Runs work when its turn has come, and answers when what it wrote is committed. */
export type SharedCommits = <Result>(work: () => Promise<Result>, synchronous: Synchronous) => Promise<Result>;

interface Member {
  readonly synchronous: Synchronous;
  /** Runs the work. What comes back tells the one who waits for it, and is called once the commit has succeeded. */
  readonly run: () => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

/** So much work shares a commit at most: requests of the network wait no longer than that takes. */
const MOST = 64;

/**
 * Lets one piece of work at a time have the connection, in the order they came, and all that wait at the same moment
 * share a commit, which takes longer than most work itself.
 *
 * Nobody hears of anything before it is committed, not even of what was only read: it may have been written by one who
 * waits for the same commit. When that fails, or a lock is held by another process, nobody's work has happened. Work that
 * fails by itself leaves that of the others alone.
 */
export function createSharedCommits(connection: LibsqlConnection): SharedCommits {
  const waiting: Member[] = [];
  let serving = false;

  async function serve(): Promise<void> {
    while (waiting.length > 0) {
      // Requests that the network has brought by now come along.
      await nextTurn();
      // What cannot be undone fails the next ones, not those who have their answer.
      await share(waiting.splice(0, MOST)).catch(() => undefined);
    }
    serving = false;
  }

  async function share(members: readonly Member[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      connection.synchronise(members.some(({ synchronous }) => synchronous === 'full') ? 'full' : 'normal');
      for (const member of members) answers.push(await member.run());
      connection.commit();
    } catch (error) {
      for (const { reject } of members) reject(error);
      connection.rollback();
      return;
    }
    for (const answer of answers) answer();
  }

  return (work, synchronous) =>
    new Promise((resolve, reject) => {
      waiting.push({
        synchronous,
        reject,
        async run() {
          try {
            const result = await work();
            return () => resolve(result);
          } catch (error) {
            if (isBusy(error) || connection.hasLostItsTransaction) throw error;
            return () => reject(error);
          }
        },
      });
      if (serving) return;
      serving = true;
      void serve();
    });
}
