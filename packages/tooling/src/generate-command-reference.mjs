/**
 * The pages of the command line under apps/docs/, and the command tree that its test compares, from its definitions.
 */
import { join } from 'node:path';
import { loadReference } from '../../../apps/cli/load-reference.mjs';
import { root } from './setup.mjs';

const docs = join(root, 'apps', 'docs');

/**
 * @param {ReadonlyMap<string, string>} generated what is generated into core, which need not be written yet
 * @returns {Promise<Map<string, string>>} the content of every file, by absolute path
 */
export default async function generateCommandReference(generated) {
  const { commandPages, commandTreeText } = await loadReference(generated);
  return new Map([
    [join(root, 'apps', 'cli', 'command-tree.txt'), commandTreeText()],
    ...[...commandPages()].map(([path, content]) => /** @type {const} */ ([join(docs, path), content])),
  ]);
}
