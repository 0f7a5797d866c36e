import { access, chmod, constants, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;
const OTHERS = 0o077;

/**
 * Creates `path` with `content` for its owner alone (0600 from the first moment, 0700 for the directories made on the
 * way) and gives `true`; gives `false`, having changed nothing, when the file is there already.
 *
 * Throws `vault_unwritable`, about `named` where the file is only on its way to that name, when it cannot be written.
 */
export async function createPrivateFile(path: string, content: string, named = path): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_DIRECTORY });
    const file = await open(path, 'wx', OWNER_ONLY_FILE);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw unwritable(named, codeOf(error));
  }
}

/**
 * Takes away what others may do with a file: it becomes 0600, silently, as it should have been made. (Windows has no
 * such modes; there the file inherits its directory's rights.)
 *
 * Throws `vault_unwritable` when the mode is too wide and cannot be changed.
 */
export async function closeToOthers(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const { mode } = await stat(path);
    if ((mode & OTHERS) !== 0) await chmod(path, OWNER_ONLY_FILE);
  } catch (error) {
    throw unwritable(path, codeOf(error));
  }
}

/** Puts the names of new files in a folder on the disk, too. (Windows has no such thing.) */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Throws `vault_unwritable` when this process may not write the file. */
export async function assertWritable(path: string): Promise<void> {
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw unwritable(path, codeOf(error));
  });
}

/** The error for a path that cannot be used. `cause` is the system's or SQLite's word for it, such as `EACCES`. */
export function unwritable(path: string, cause: string): SipgateKitError {
  return new SipgateKitError('vault_unwritable', `${path} cannot be written (${cause}).`, {
    hint: `Make ${dirname(path)} a directory with free space that belongs to the user this process runs as, or configure another path.`,
  });
}

/** The system's name of a failure, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown reason';
}
