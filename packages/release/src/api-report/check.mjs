import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readChangesets } from '../changesets/read.mjs';
import { askedBump, breakingBump, isEnough } from '../changesets/rules.mjs';
import { publishedPackages } from '../published-packages.mjs';
import { breakingChanges } from './compare.mjs';
import { makeReport, parseReport, RELEASED, REPORT } from './report.mjs';

/**
 * Compares the committed reports with the built packages, and both with the last release.
 *
 * @param {string} workspace the top of a built checkout
 * @returns {Promise<string[]>} what is wrong
 */
export async function checkReports(workspace) {
  const changesets = await readChangesets(workspace);
  const problems = [];
  for (const published of publishedPackages(workspace)) {
    const now = await makeReport(published);
    if ((await textOf(published.folder, REPORT)) !== now) {
      problems.push(
        `${published.name}: ${REPORT} is not what was built. Next: pnpm api:report, look at the change, commit it.`,
      );
    }
    problems.push(...(await unannounced(published, now, changesets)));
  }
  return problems;
}

/**
 * Breaking changes since the last release that no changeset announces. Before the first release there are none.
 *
 * @param {import('../published-packages.mjs').PublishedPackage} published
 * @param {string} now
 * @param {readonly import('../changesets/read.mjs').Changeset[]} changesets
 */
async function unannounced({ name, folder, manifest }, now, changesets) {
  const released = await textOf(folder, RELEASED);
  if (released === '') return [];
  const breaking = breakingChanges(parseReport(released), parseReport(now));
  const needed = breakingBump(manifest.version);
  if (breaking.length === 0 || isEnough(askedBump(changesets, name), needed)) return [];
  return [
    ...breaking.map((change) => `${name} ${manifest.version}: ${change}`),
    `${name}: this breaks users. Next: pnpm changeset, choose ${needed} for ${name} and say what they have to change.`,
  ];
}

/**
 * Writes the reports.
 *
 * @param {string} workspace the top of a built checkout
 * @returns {Promise<string[]>} names of the packages whose report changed
 */
export async function writeReports(workspace) {
  const changed = [];
  for (const published of publishedPackages(workspace)) {
    const now = await makeReport(published);
    if ((await textOf(published.folder, REPORT)) === now) continue;
    await writeFile(join(published.folder, REPORT), now);
    changed.push(published.name);
  }
  return changed;
}

/**
 * Keeps the reports as those of the release that is being made.
 *
 * @param {readonly import('../published-packages.mjs').PublishedPackage[]} released
 */
export async function keepReports(released) {
  for (const { folder } of released) await copyFile(join(folder, REPORT), join(folder, RELEASED));
}

/** @param {string} folder @param {string} file */
async function textOf(folder, file) {
  const path = join(folder, file);
  return existsSync(path) ? readFile(path, 'utf8') : '';
}
