import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import { systemCode } from '../system-code.ts';

/**
 * Writes one of the program's own files: whole or not at all, in folders that are its owner's alone where they have to be
 * made.
 *
 * @param path absolute
 * @param hint what to say when it cannot be written
 * @throws SipgateKitError `file_unwritable`.
 */
export async function writeOwnFile(
  path: string,
  text: string,
  { mode, hint }: { readonly mode: number; readonly hint: string },
): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, text, { mode });
  } catch (error) {
    throw unwritableOwnFile(path, error, hint);
  }
}

/** The error for a file of the program's own that the system refuses to change. */
export function unwritableOwnFile(path: string, error: unknown, hint: string): SipgateKitError {
  return new SipgateKitError('file_unwritable', `${path} cannot be written (${systemCode(error)}).`, { hint });
}
