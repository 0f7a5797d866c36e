import { stat } from 'node:fs/promises';

/**
 * The first of these paths that others than its owner can use, with its mode as `chmod` has it. Paths that are not there
 * count as closed. Windows has no such modes; there files inherit the rights of their folder.
 */
export async function openToOthers(
  paths: readonly string[],
  platform: NodeJS.Platform,
): Promise<{ readonly path: string; readonly mode: string; readonly folder: boolean } | undefined> {
  if (platform === 'win32') return undefined;
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && (found.mode & 0o077) !== 0) {
      return { path, mode: (found.mode & 0o777).toString(8).padStart(4, '0'), folder: found.isDirectory() };
    }
  }
  return undefined;
}

/** The command that closes a path to others. */
export function closingCommand({ path, folder }: { readonly path: string; readonly folder: boolean }): string {
  return `chmod ${folder ? '700' : '600'} '${path}'`;
}
