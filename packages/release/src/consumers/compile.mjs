import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailed, runCommand } from '../run-command.mjs';

/**
 * Declarations of others that a compiler finds fault with, and that we cannot repair. Whoever uses that compiler with that
 * package needs `skipLibCheck`.
 */
const FAULTS_OF_OTHERS = [{ typescript: '5.4.5', package: 'hono', because: 'its Uint8Array is generic, as since 5.7' }];

/**
 * Compiles the programs. Types are checked in full: the declarations of the kit and of all it depends on, nothing skipped.
 *
 * @param {import('./matrix.mjs').Row} row
 * @param {{ project: string, out: string, tools: import('./tools.mjs').Tools, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string[]>} the compiler's errors
 */
export async function compile({ typescript, resolution }, { project, out, tools, env }) {
  const config = join(project, `tsconfig-${typescript}-${resolution}.json`);
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable', 'esnext.disposable'],
    module: resolution === 'nodenext' ? 'nodenext' : 'es2022',
    moduleResolution: resolution,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    outDir: out,
    rootDir: project,
  };
  await writeFile(config, JSON.stringify({ compilerOptions, files: ['server.ts', 'page.ts'] }));
  try {
    await runCommand(process.execPath, [tools.tsc(typescript), '-p', config], { cwd: project, env });
    return [];
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const errors = error.output.split('\n').filter((line) => /error TS\d+/.test(line));
    return errors.length === 0 ? [error.message] : errors.filter((line) => !isFaultOfOthers(line, typescript));
  }
}

/** @param {string} line of the compiler @param {string} typescript */
function isFaultOfOthers(line, typescript) {
  const path = /^(.*)\(\d+,\d+\): error/.exec(line)?.[1] ?? '';
  const owner = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return FAULTS_OF_OTHERS.some((fault) => fault.typescript === typescript && fault.package === owner);
}
