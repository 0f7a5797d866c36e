import { SipgateKitError } from '@sipgate-kit/core';
import { unwritable } from '../private-files.ts';

/** The primary result codes that matter here (https://www.sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;
const PERM = 3;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const AUTH = 23;
const NOTADB = 26;
/** ERROR, SCHEMA, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE: the statement itself was wrong. */
const REFUSALS: readonly number[] = [1, 17, 18, 19, 20, 21, 25];

/**
 * The primary code within an extended one: its lowest byte. Read from the number, since the driver has no name for
 * many of the extended ones.
 */
function primaryCode(error: unknown): number | undefined {
  const code: unknown = error instanceof Error && 'rawCode' in error ? error.rawCode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** Whether another connection holds the lock, so that the same statement may work in a moment. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
}

/** Why a database could not be opened. */
export function openingError(error: unknown, path: string): unknown {
  const code = primaryCode(error);
  // The driver gives this one no code.
  const unopened = error instanceof Error && /Unable to open connection/.test(error.message);
  if (unopened || (code !== undefined && [PERM, READONLY, IOERR, FULL, CANTOPEN, AUTH].includes(code))) {
    return unwritable(path, `SQLite error ${code ?? CANTOPEN}`);
  }
  return statementError(error, path);
}

/**
 * Why a statement failed, as an error of the kit's that names the file and the next step. A full disk is the store being
 * unavailable, like anything that may pass: whoever holds a fresh token pair then keeps it, and tries again.
 *
 * SQLite's own message stays behind: some of them quote values.
 */
export function statementError(error: unknown, path: string): unknown {
  const code = primaryCode(error);
  if (code === undefined) {
    // The driver and the query builder give these no code.
    const closed = error instanceof Error && /not open|already been destroyed/.test(error.message);
    return closed ? unavailable(path, 'it was closed') : error;
  }
  if (code === CORRUPT || code === NOTADB) {
    return new SipgateKitError('vault_damaged', `${path} is not a readable vault (SQLite error ${code}).`, {
      hint: 'Nothing was changed. Stop every process that uses it, keep a copy of the file with its -wal beside it, and restore the vault from a backup.',
    });
  }
  if (REFUSALS.includes(code)) {
    return new SipgateKitError('internal_error', `The vault ${path} refused a statement (SQLite error ${code}).`, {
      hint: 'This is a defect of the kit, or another program changed the tables of the vault: please report it.',
    });
  }
  return unavailable(path, `SQLite error ${code}`);
}

function unavailable(path: string, why: string): SipgateKitError {
  return new SipgateKitError('store_unavailable', `The vault ${path} does not answer (${why}).`, {
    hint: 'Try again; if it stays so, look for a full disk, lost rights, or a process that holds the database in a long transaction.',
    retryable: true,
  });
}
