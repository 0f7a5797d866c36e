import { SipgateKitError } from '@sipgate-kit/core';
import { codeOf, unwritable } from '../private-files.ts';

/** Whether another connection holds the lock, so that the same statement may work in a moment. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

/**
 * What SQLite says, as an error of the kit's that names the file and the next step. SQLite's own message stays behind:
 * some of them quote values.
 */
export function translate(error: unknown, path: string): unknown {
  if (error instanceof SipgateKitError) return error;
  const code = codeOf(error);
  if (/^SQLITE_(NOTADB|CORRUPT|FORMAT)/.test(code)) {
    return new SipgateKitError('vault_damaged', `${path} is not a readable vault (${code}).`, {
      hint: 'Nothing was changed. Stop every process that uses it, keep a copy of the file with its -wal beside it, and restore the vault from a backup.',
    });
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH|FULL|IOERR)/.test(code)) return unwritable(path, code);
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL|INTERRUPT|NOMEM)/.test(code)) return unavailable(path, code);
  if (code.startsWith('SQLITE_')) return internal(path, code);
  // The driver gives these two no code.
  const message = error instanceof Error ? error.message : '';
  if (/not open|already been destroyed/.test(message)) return unavailable(path, 'it was closed');
  if (/Unable to open connection/.test(message)) return unwritable(path, 'SQLITE_CANTOPEN');
  return error;
}

function internal(path: string, code: string): SipgateKitError {
  return new SipgateKitError('internal_error', `The vault ${path} refused a statement (${code}).`, {
    hint: 'This is a defect of the kit, or another program changed the tables of the vault: please report it.',
  });
}

function unavailable(path: string, code: string): SipgateKitError {
  return new SipgateKitError('store_unavailable', `The vault ${path} does not answer (${code}).`, {
    hint: 'Try again; if it stays so, look for a process that holds the database in a long transaction.',
    retryable: true,
  });
}
