import { writeTextFile } from './text-file.ts';

/**
 * Writes a file that has secrets in it: whole or not at all, for its owner alone (mode 0600), also where it was there
 * already with another mode.
 *
 * @param path absolute
 * @param shown as messages name it
 * @throws SipgateKitError `file_unwritable`.
 */
export async function writePrivateFile(path: string, shown: string, text: string): Promise<void> {
  await writeTextFile(path, shown, text, { mode: 0o600 });
}
