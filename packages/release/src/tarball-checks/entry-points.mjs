import { posix } from 'node:path';

/**
 * Every entry point has to lead to an ES module and its declarations inside the tarball, none to the sources.
 *
 * @param {import('../pack.mjs').Packed} packed
 * @returns {string[]} what is wrong
 */
export function checkEntryPoints({ manifest, files }) {
  const problems = [];
  for (const [path, entry] of Object.entries(manifest.exports ?? {})) {
    if (path === './package.json') continue;
    if (typeof entry === 'string') {
      problems.push(`exports["${path}"] has no types`);
      continue;
    }
    if (entry.development !== undefined) problems.push(`exports["${path}"] leads to the sources by "development"`);
    if (Object.keys(entry)[0] !== 'types') problems.push(`exports["${path}"] does not begin with types`);
    problems.push(...missing(files, `exports["${path}"].types`, entry.types, /\.d\.ts$/));
    problems.push(...missing(files, `exports["${path}"].default`, entry.default, /\.js$/));
    problems.push(...notModule(files, entry.default));
  }
  for (const [name, path] of Object.entries(manifest.bin ?? {})) {
    problems.push(...missing(files, `bin.${name}`, path, /\.(mjs|cjs|js)$/));
    const source = text(files, path);
    if (source !== undefined && !source.startsWith('#!/usr/bin/env node\n')) {
      problems.push(`bin.${name} does not begin with #!/usr/bin/env node`);
    }
  }
  return problems;
}

/** @param {ReadonlyMap<string, Uint8Array>} files @param {string} where @param {string | undefined} path @param {RegExp} kind */
function missing(files, where, path, kind) {
  if (path === undefined) return [`${where} is missing`];
  if (!kind.test(path)) return [`${where} is ${path}`];
  return files.has(posix.normalize(path)) ? [] : [`${where} leads to ${path}, which is not in the tarball`];
}

/** @param {ReadonlyMap<string, Uint8Array>} files @param {string | undefined} path */
function notModule(files, path) {
  const source = text(files, path);
  if (source === undefined) return [];
  if (/\bmodule\.exports\b|\bexports\.\w+ =/.test(source)) return [`${path} is CommonJS`];
  return /\bexport\b/.test(source) ? [] : [`${path} exports nothing`];
}

/** @param {ReadonlyMap<string, Uint8Array>} files @param {string | undefined} path */
function text(files, path) {
  const content = path === undefined ? undefined : files.get(posix.normalize(path));
  return content && Buffer.from(content).toString('utf8');
}
