/**
 * `node copy.mjs ../../../my-console`: this folder as a project of its own, named after the new folder.
 *
 * Inside the kit's repository versions are written as `workspace:` and `catalog:`, which npm does not know; the copy gets
 * the numbers, and the style that no registry has as a folder. The tests stay: they use the repository's own browser.
 */
import { cpSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEFT_HERE = [
  'node_modules',
  'dist',
  'coverage',
  '.turbo',
  '.sipgate-kit',
  '.env',
  'test',
  'vitest.config.ts',
  'copy.mjs',
];
const ONLY_FOR_TESTS = ['@sipgate-kit/test-browser', 'playwright-core', 'vitest'];
const PAGE_STYLE = '@sipgate-kit/page-style';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = resolve(process.argv[2] ?? '');
if (process.argv[2] === undefined || existsSync(target)) {
  process.stderr.write('Name a folder that does not exist yet: node copy.mjs ../../../my-console\n');
  process.exit(2);
}

cpSync(here, target, { recursive: true, filter: (path) => !LEFT_HERE.includes(basename(path)) });
cpSync(realpathSync(join(here, 'node_modules', PAGE_STYLE)), join(target, 'page-style'), { recursive: true });
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const { test: _, ...scripts } = manifest.scripts;
const copied = {
  ...manifest,
  name: basename(target).toLowerCase(),
  scripts,
  dependencies: numbered(manifest.dependencies),
  devDependencies: numbered(manifest.devDependencies),
};
writeFileSync(join(target, 'package.json'), `${JSON.stringify(copied, undefined, 2)}\n`);
writeFileSync(join(target, '.gitignore'), 'node_modules/\ndist/\n.env\n.sipgate-kit/\n');
process.stdout.write(`Next: cd ${target} && npm install && npm run dev\n`);

/** @param {Record<string, string>} dependencies */
function numbered(dependencies) {
  const wanted = Object.keys(dependencies).filter((name) => !ONLY_FOR_TESTS.includes(name));
  return Object.fromEntries(wanted.map((name) => [name, versionOf(name, dependencies[name] ?? '')]));
}

/** @param {string} name @param {string} written */
function versionOf(name, written) {
  if (name === PAGE_STYLE) return 'file:page-style';
  if (written.startsWith('workspace:')) {
    const { version } = JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8'));
    return `^${version}`;
  }
  if (written !== 'catalog:') return written;
  const lines = readFileSync(join(here, '..', '..', 'pnpm-workspace.yaml'), 'utf8').split('\n');
  const line = lines.find((line) => line.trim().replaceAll('"', '').startsWith(`${name}: `));
  return line?.split(': ')[1] ?? written;
}
