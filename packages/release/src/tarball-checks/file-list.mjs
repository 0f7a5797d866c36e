import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The files of a tarball, one a line. Parts that a bundler cut off and named, with a hash of their content, are one line
 * for each folder and kind: which there are is the bundler's business.
 *
 * @param {import('../pack.mjs').Packed} packed
 */
function fileList({ files, manifest }) {
  const entryPoints = JSON.stringify(manifest.exports ?? {});
  const names = [...files.keys()].map((path) =>
    entryPoints.includes(`"./${path}"`) ? path : path.replace(/[^/]+-[\w-]{8}(?=\.(?:d\.ts|m?js|cjs)$)/, '<parts>'),
  );
  return `${[...new Set(names)].sort().join('\n')}\n`;
}

/**
 * What a package publishes changes only when somebody wants it to: its list of files is committed.
 *
 * @param {import('../pack.mjs').Packed} packed
 * @param {{ lists: string, write?: boolean }} options `lists` is the folder of the committed lists
 * @returns {Promise<string[]>} what is wrong
 */
export async function checkFileList(packed, { lists, write = false }) {
  const path = join(lists, `${packed.name.split('/').pop()}.txt`);
  const now = fileList(packed);
  const committed = existsSync(path) ? await readFile(path, 'utf8') : '';
  if (now === committed) return [];
  if (write) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, now);
    return [];
  }
  const [before, after] = [committed, now].map((list) => new Set(list.split('\n').filter(Boolean)));
  return [
    ...[...(after ?? [])].filter((file) => !before?.has(file)).map((file) => `${file} is new`),
    ...[...(before ?? [])].filter((file) => !after?.has(file)).map((file) => `${file} is gone`),
    'if that is meant: pnpm release:dry --update-lists',
  ];
}
