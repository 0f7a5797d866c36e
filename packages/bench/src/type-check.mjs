/**
 * The compiler on a small project, and how long it says it took.
 * @module
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const COMPILER_OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: 'nodenext',
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
};

/** @param {string} folder @param {string} name @param {readonly string[]} lines @returns {Promise<string>} the project's file */
export async function writeProject(folder, name, lines) {
  await writeFile(join(folder, `${name}.ts`), `${lines.join('\n')}\n`);
  const project = join(folder, `${name}.json`);
  await writeFile(project, JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: [`${name}.ts`] }));
  return project;
}

/**
 * What tsc says of itself: the time from the first file it reads to its end, in seconds.
 *
 * @param {string} project
 * @throws Error when the project does not pass
 */
export async function checkTime(project) {
  const { stdout } = await runCompiler(['-p', project, '--extendedDiagnostics']);
  const [, seconds] = /^Total time:\s+([\d.]+)s$/m.exec(stdout) ?? [];
  if (seconds === undefined) throw new Error(`tsc did not say how long it took:\n${stdout}`);
  return Number(seconds);
}

/**
 * @param {readonly string[]} args
 * @throws Error with what the compiler complains of
 */
export async function runCompiler(args) {
  return promisify(execFile)(process.execPath, [TSC, ...args], { maxBuffer: 64 * 1024 * 1024 }).catch((error) => {
    throw new Error(`tsc ${args.join(' ')}:\n${String(error.stdout ?? error).slice(0, 4_000)}`);
  });
}
