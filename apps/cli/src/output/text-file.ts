import { SipgateKitError } from '@sipgate-kit/core';
import { systemCode } from '../system-code.ts';

/**
 * Writes a file whole or not at all. One that was there keeps its mode, unless `mode` says another.
 *
 * @param path absolute
 * @param shown as messages name it
 * @throws SipgateKitError `file_unwritable`.
 */
export async function writeTextFile(
  path: string,
  shown: string,
  text: string,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(path, text, options);
  } catch (error) {
    const code = systemCode(error);
    throw new SipgateKitError('file_unwritable', `${shown} cannot be written (${REASONS[code] ?? code}).`, {
      hint: 'Name a file in a folder of yours with free space. The file is as it was.',
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};
