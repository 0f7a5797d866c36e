import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tryConsumers } from './consumers/try-consumers.mjs';
import { pack } from './pack.mjs';
import { publishedPackages } from './published-packages.mjs';
import { createResultTable } from './result-table.mjs';
import { tarballChecks } from './tarball-checks/all.mjs';

/**
 * Everything of a release but publishing: packs what is published, looks into the tarballs, installs them and uses them.
 *
 * @param {object} options
 * @param {string} options.workspace the top of a built checkout
 * @param {string} options.tarballs the folder to pack into; what was in it is deleted
 * @param {string} options.pnpm
 * @param {string} options.cache folder for downloads that outlive the run
 * @param {NodeJS.ProcessEnv} options.env
 * @param {boolean} [options.updateLists] write the lists of files instead of comparing them
 * @param {boolean} [options.consumers] whether to install and use the tarballs
 * @param {(text: string) => void} options.say
 * @param {() => number} options.now
 * @returns {Promise<boolean>} whether everything is as it should be
 */
export async function dryRun({ workspace, tarballs, pnpm, cache, env, updateLists, consumers = true, say, now }) {
  await rm(tarballs, { recursive: true, force: true });
  await mkdir(tarballs, { recursive: true });
  const table = createResultTable({ say, now });

  const lists = join(workspace, 'packages', 'release', 'file-lists');
  const checks = tarballChecks({ workspace, lists, updateLists: updateLists ?? false });
  const packed = [];
  for (const published of publishedPackages(workspace)) {
    const one = await pack(published, { into: tarballs, pnpm, env });
    packed.push(one);
    for (const { name, check } of checks) await table.run(one.name, name, () => check(one));
  }
  if (consumers) await tryConsumers(packed, { pnpm, cache, env, table, say });

  say(`\n${table.text()}`);
  return table.passed;
}
