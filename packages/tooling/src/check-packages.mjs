/**
 * Holds the published packages to what their users need. `--write` repairs what can be repaired.
 *
 * In the repository every entry also has the condition `development`, which leads to the sources; bundlers use that
 * condition too, and the sources are not published. So publishConfig.exports, which pnpm puts into the packed manifest,
 * has the same entries without it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const write = process.argv.includes('--write');

/** @typedef {string | { development?: string, [condition: string]: string | undefined }} Entry */

for (const parent of ['packages', 'apps']) {
  for (const name of readdirSync(join(root, parent))) {
    const folder = join(root, parent, name);
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    if (!manifest.private) check(folder, file, manifest);
  }
}

/** @param {string} folder @param {string} file @param {Record<string, any>} manifest */
function check(folder, file, manifest) {
  const published = withoutDevelopment(manifest.exports);
  if (JSON.stringify(manifest.publishConfig?.exports) !== JSON.stringify(published)) {
    if (write) {
      manifest.publishConfig = { ...manifest.publishConfig, exports: published };
      writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
    } else complain(manifest, 'publishConfig.exports is not exports without the condition "development"');
  }
  for (const entry of Object.values(manifest.exports)) {
    for (const path of typeof entry === 'string' ? [entry] : Object.values(entry)) {
      if (!existsSync(join(folder, path))) complain(manifest, `exports names ${path}, which does not exist`);
    }
  }
  if (!existsSync(join(folder, 'README.md'))) complain(manifest, 'has no README.md');
  for (const field of ['description', 'license', 'engines', 'files']) {
    if (manifest[field] === undefined) complain(manifest, `package.json has no ${field}`);
  }
}

/** @param {Record<string, Entry>} entries */
function withoutDevelopment(entries) {
  return Object.fromEntries(
    Object.entries(entries).map(([path, entry]) => {
      if (typeof entry === 'string') return [path, entry];
      const { development, ...rest } = entry;
      return [path, rest];
    }),
  );
}

/** @param {{ name?: string }} manifest @param {string} what */
function complain({ name }, what) {
  console.error(`${name}: ${what}`);
  process.exitCode = 1;
}
