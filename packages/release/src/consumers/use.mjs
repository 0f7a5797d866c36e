import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { compile } from './compile.mjs';

/** What every program says at its end; one that stops before, or says something else, has failed. */
const USED = 'used: Adler Optik GmbH';

/**
 * Uses the kit in a project the way one row of the matrix says: compiles a server by TypeScript, bundles a page, and runs
 * both, and the command line, on a sandbox that came from its tarball.
 *
 * @param {import('./matrix.mjs').Row} row
 * @param {{ project: string, tools: import('./tools.mjs').Tools, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string[]>} what is wrong
 */
export async function useAs(row, { project, tools, env }) {
  const node = tools.node(row.node);
  const out = join(project, `out-${row.node}-${row.typescript}-${row.resolution}-${row.bundler}`);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });

  const errors = await compile(row, { project, out, tools, env });
  if (errors.length > 0) return errors;
  const problems = [];
  problems.push(...expectUsed('server', await runCommand(node, [join(out, 'server.js')], { cwd: project, env })));
  await bundle(row, { project, out, tools, env });
  const page = ['run-page.mjs', join(out, 'page.js')];
  problems.push(...expectUsed('page', await runCommand(node, page, { cwd: project, env })));
  problems.push(
    ...expectUsed('command line', await runCommand(node, ['run-command-line.mjs', out], { cwd: project, env })),
  );
  return problems;
}

/** @param {string} what @param {string} output */
function expectUsed(what, output) {
  return output.trim().split('\n').at(-1) === USED ? [] : [`${what} ended with: ${output.trim().slice(-300)}`];
}

/**
 * @param {import('./matrix.mjs').Row} row
 * @param {{ project: string, out: string, tools: import('./tools.mjs').Tools, env: NodeJS.ProcessEnv }} options
 */
async function bundle({ bundler }, { project, out, tools, env }) {
  if (bundler === 'esbuild') {
    const args = [
      'page.ts',
      '--bundle',
      '--format=esm',
      '--platform=browser',
      '--target=es2022',
      '--splitting',
      `--outdir=${out}`,
    ];
    await runCommand(process.execPath, [tools.bundler('esbuild'), ...args], { cwd: project, env });
  } else {
    const args = ['build', '--config', 'vite.config.mjs', '--outDir', out];
    await runCommand(process.execPath, [tools.bundler('vite'), ...args], { cwd: project, env });
  }
}
