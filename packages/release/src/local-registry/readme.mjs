import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The programs that the READMEs show, line by line; a test of packages/acceptance holds them to it. */
const PROGRAMS = {
  core: 'packages/acceptance/examples/core.ts',
  sandbox: 'packages/acceptance/examples/sandbox.ts',
  'callback-server': 'apps/callback-server/examples/embedding.ts',
};

/**
 * What the READMEs show: programs in TypeScript by the package they are about, and the first commands.
 *
 * @param {string} workspace
 * @returns {Promise<{ programs: ReadonlyMap<string, string>, commands: readonly (readonly string[])[] }>}
 */
export async function readmeExamples(workspace) {
  const readme = await readFile(join(workspace, 'README.md'), 'utf8');
  const programs = new Map();
  for (const [name, path] of Object.entries(PROGRAMS)) {
    programs.set(name, await readFile(join(workspace, path), 'utf8'));
  }
  const block = /<!-- first commands -->\s*```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const commands = block.trim().split('\n').map(words);
  return { programs, commands };
}

/** A command line's words; quotes keep words together. @param {string} line */
function words(line) {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}
