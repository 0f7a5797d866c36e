import { SipgateKitError } from '@sipgate-kit/core';
import { codeOf } from '../private-files.ts';
import { type FiledConnection, LockLost, readConnections, removeDrafts, writeConnections } from './connection-file.ts';
import { type FileLock, LockHeld } from './file-lock.ts';

/** All connections of a file, for reading at any time and for changing one process at a time. */
export interface FiledConnections {
  all(): Promise<readonly FiledConnection[]>;

  /**
   * Lets `step` see all connections while nobody else changes them, and keeps what it makes of them. Awaits nothing
   * but the disk and the sealing in between, never a network.
   */
  change<Result>(step: (rows: readonly FiledConnection[]) => Promise<Change<Result>>): Promise<Result>;
}

/** What became of the connections. */
export interface Change<Result> {
  readonly result: Result;
  /** All of them as they are to be kept; absent when nothing changed. */
  readonly rows?: readonly FiledConnection[];
}

export function createFiledConnections(path: string, lock: FileLock): FiledConnections {
  const named = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      throw namedError(error, path);
    });
  return {
    all: () => named(readConnections(path)),
    change: (step) =>
      named(
        lock.run(async ({ isMine, takenOver }) => {
          if (takenOver) await removeDrafts(path);
          const { result, rows } = await step(await readConnections(path));
          if (rows !== undefined) await writeConnections(path, rows, isMine);
          return result;
        }),
      ),
  };
}

/**
 * Anything of the system's is the store being unavailable: whoever holds a fresh token pair then keeps it, and tries
 * again.
 */
function namedError(error: unknown, path: string): unknown {
  if (error instanceof LockHeld) {
    const who = error.pid === undefined ? 'another process' : `process ${error.pid}`;
    return unavailable(
      path,
      `${who} holds its lock`,
      'Let that process go on, or end it: the lock of an ended one is taken over.',
    );
  }
  if (error instanceof LockLost) {
    return unavailable(path, error.message, 'Try again, and keep the folder for the processes of one machine.');
  }
  // Wrapped already, where a fresh file could not be written.
  const cannotWrite = error instanceof SipgateKitError && error.code === 'vault_unwritable';
  const code = codeOf(error);
  if (!cannotWrite && !/^E[A-Z]+$/.test(code)) return error;
  const why = cannotWrite ? error.message : code;
  return unavailable(path, why, 'Try again; if it stays so, look for a full disk or lost rights of the folder.');
}

function unavailable(path: string, why: string, hint: string): SipgateKitError {
  return new SipgateKitError('store_unavailable', `The vault ${path} does not answer (${why}).`, {
    hint,
    retryable: true,
  });
}
