import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LICENSE_FILE = /^(?:licen[cs]e|copying)(?:[.-].*)?$/i;

/**
 * The licences of every package of which something is in a bundle, by name, as text.
 *
 * @param {readonly (import('rolldown').OutputChunk | import('rolldown').OutputAsset)[]} output
 * @param {string} folder of the package that is bundled; what lies in its repository is no third party's
 * @throws Error when a package comes without a licence
 */
export function thirdPartyNotices(output, folder) {
  const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  const packages = new Map(
    modules
      .filter((module) => module.includes('/node_modules/'))
      .map((module) => packageOf(module.replace(/[?#\0].*$/, '')))
      .map((found) => [`${found.manifest.name}@${found.manifest.version}`, found]),
  );
  const notices = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => noticeOf(found));
  const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} contains code of these packages, under these licences.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** @param {string} module @returns {{ root: string, manifest: Record<string, any> }} */
function packageOf(module) {
  for (let root = dirname(module); dirname(root) !== root; root = dirname(root)) {
    const file = join(root, 'package.json');
    if (!existsSync(file)) continue;
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    // Some packages have further manifests inside, only to say which kind of modules they hold.
    if (manifest.name !== undefined && manifest.version !== undefined) return { root, manifest };
  }
  throw new Error(`${module} belongs to no package.`);
}

/** @param {{ root: string, manifest: Record<string, any> }} found */
function noticeOf({ root, manifest: { name, version, license, author } }) {
  const files = readdirSync(root).filter((file) => LICENSE_FILE.test(file));
  if (files.length === 0 && typeof license !== 'string') throw new Error(`${name} ${version} comes without a licence.`);
  const text = files.map((file) => readFileSync(join(root, file), 'utf8').trim()).join('\n\n');
  const holder = typeof author === 'string' ? author : author?.name;
  const head = `${name} ${version}${typeof license === 'string' ? ` (${license})` : ''}`;
  return `${head}\n\n${text === '' ? `Copyright ${holder ?? 'its authors'}` : text}\n`;
}
