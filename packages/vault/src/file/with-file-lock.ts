import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SipgateKitError } from '@sipgate-kit/core';
import { codeOf, unwritable } from '../private-files.ts';
import { createFileLock, LockHeld } from './file-lock.ts';
import { identifyThisProcess } from './process-identity.ts';

/** What {@link withFileLock} can be told. Durations in milliseconds. */
export interface WithFileLockOptions {
  /** How long to wait for a process that is known to run. Default 5,000. */
  readonly patienceMs?: number;
  /** How long to wait for one that cannot be seen from here, on another machine for instance. Default 10,000. */
  readonly strangerPatienceMs?: number;
}

/**
 * Runs `work` while no other process does so with the same lock file: for a program that reads a file of its own, changes
 * it and writes it whole. The lock of a process that is gone is taken over, that of one that runs never. The folder of
 * the lock is made on the spot (0700); the lock file is gone afterwards.
 *
 * Throws `store_unavailable` when the lock could not be had in time, `vault_unwritable` when there can be no lock file.
 *
 * @example
 * await withFileLock('/home/me/.config/my-app/config.lock', async () => write(changed(await read())));
 */
export async function withFileLock<Result>(
  path: string,
  work: () => Promise<Result>,
  { patienceMs = 5_000, strangerPatienceMs = 10_000 }: WithFileLockOptions = {},
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unwritable(path, codeOf(error));
  });
  const lock = createFileLock({
    path,
    identify: identifyThisProcess,
    patienceMs,
    strangerPatienceMs,
    monotonic: () => performance.now(),
    wait: (ms) => setTimeout(ms),
  });
  let begun = false;
  try {
    return await lock.run(() => {
      begun = true;
      return work();
    });
  } catch (error) {
    if (error instanceof LockHeld) throw held(path, error.pid);
    // What the work itself throws is its own affair.
    if (begun || error instanceof SipgateKitError) throw error;
    throw unwritable(path, codeOf(error));
  }
}

function held(path: string, pid: number | undefined): SipgateKitError {
  const who = pid === undefined ? 'another process' : `process ${pid}`;
  return new SipgateKitError('store_unavailable', `${path} is held by ${who}.`, {
    hint: 'Let that process go on, or end it: the lock of an ended one is taken over.',
    retryable: true,
  });
}
