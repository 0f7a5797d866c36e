import { SipgateKitError } from '@sipgate-kit/core';
import { codeOf, unwritable } from '../private-files.ts';

/** Whether another connection holds the lock, so that the same statement may work in a moment. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

/** Why a database could not be opened. */
export function openingError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH|FULL|IOERR)/.test(code)) return unwritable(path, code);
  // The driver gives this one no code.
  if (/Unable to open connection/.test(messageOf(error))) return unwritable(path, 'SQLITE_CANTOPEN');
  return statementError(error, path);
}

/**
 * Why a statement failed, as an error of the kit's that names the file and the next step. A full disk is the store being
 * unavailable, like anything that may pass: whoever holds a fresh token pair then keeps it, and tries again.
 *
 * SQLite's own message stays behind: some of them quote values.
 */
export function statementError(error: unknown, path: string): unknown {
  if (error instanceof SipgateKitError) return error;
  const code = codeOf(error);
  if (/^SQLITE_(NOTADB|CORRUPT|FORMAT)/.test(code)) {
    return new SipgateKitError('vault_damaged', `${path} is not a readable vault (${code}).`, {
      hint: 'Nothing was changed. Stop every process that uses it, keep a copy of the file with its -wal beside it, and restore the vault from a backup.',
    });
  }
  if (/^SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE|MISUSE|SCHEMA|TOOBIG)/.test(code)) {
    return new SipgateKitError('internal_error', `The vault ${path} refused a statement (${code}).`, {
      hint: 'This is a defect of the kit, or another program changed the tables of the vault: please report it.',
    });
  }
  if (code.startsWith('SQLITE_')) return unavailable(path, code);
  // The driver and the query builder give these no code.
  if (/not open|already been destroyed/.test(messageOf(error))) return unavailable(path, 'it was closed');
  return error;
}

function unavailable(path: string, why: string): SipgateKitError {
  return new SipgateKitError('store_unavailable', `The vault ${path} does not answer (${why}).`, {
    hint: 'Try again; if it stays so, look for a full disk, lost rights, or a process that holds the database in a long transaction.',
    retryable: true,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
