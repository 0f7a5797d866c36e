import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What the README shows: programs in TypeScript by the heading they stand under, and the first commands.
 *
 * @param {string} workspace
 * @returns {Promise<{ programs: ReadonlyMap<string, string>, commands: readonly (readonly string[])[] }>}
 */
export async function readmeExamples(workspace) {
  const readme = await readFile(join(workspace, 'README.md'), 'utf8');
  const programs = new Map();
  for (const section of readme.split(/^### /m).slice(1)) {
    const name = /^`(@sipgate-kit\/[\w-]+)`/.exec(section)?.[1];
    const program = /```ts\n([\s\S]*?)```/.exec(section)?.[1];
    if (name && program) programs.set(name, program);
  }
  const block = /<!-- first commands -->\s*```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const commands = block.trim().split('\n').map(words);
  return { programs, commands };
}

/** A command line's words; quotes keep words together. @param {string} line */
function words(line) {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}
