import { publishedPackages } from '../published-packages.mjs';
import { readChangesets } from './read.mjs';
import { changesetProblems } from './rules.mjs';

/**
 * Looks at every changeset.
 *
 * @param {string} workspace the top of a checkout
 * @returns {Promise<{ problems: string[], count: number }>}
 */
export async function checkChangesets(workspace) {
  const names = publishedPackages(workspace).map(({ name }) => name);
  const changesets = await readChangesets(workspace);
  return { count: changesets.length, problems: changesets.flatMap((changeset) => changesetProblems(changeset, names)) };
}
