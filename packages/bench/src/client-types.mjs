/**
 * What the scope-aware types cost: the compiler checks a file with fifty calls of a plain openapi-fetch client, then the
 * same fifty of ours, in turn.
 * @module
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { operationDetails } from '@sipgate-kit/core/operation-details';
import { operations } from '@sipgate-kit/core/operations';
import { median, rounded } from './median.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const CALLS = 50;

/** @param {number} rounds @returns {Promise<import('./client-figures.mjs').Figure[]>} */
export async function measureTypes(rounds) {
  // In this package, so that its dependencies are found.
  const folder = await mkdtemp(join(PACKAGE, 'types-'));
  try {
    const calls = callsOf(CALLS);
    // As declarations, which is how ours come, too.
    await copyFile(join(PACKAGE, '..', 'core', 'src', 'generated', 'api.ts'), join(folder, 'api.d.ts'));
    const plain = await writeProject(folder, 'plain', [
      "import createClient from 'openapi-fetch';",
      "import type { paths } from './api.js';",
      "const client = createClient<paths>({ baseUrl: 'https://api.sipgate.com/v2' });",
      ...calls,
    ]);
    const ours = await writeProject(folder, 'ours', [
      "import { createSipgateClient, staticToken } from '@sipgate-kit/core';",
      "const client = createSipgateClient({ auth: staticToken('token'), scopes: ['all'] });",
      ...calls,
    ]);
    /** @type {{ plain: number[], ours: number[] }} */
    const seconds = { plain: [], ours: [] };
    for (let round = -1; round < rounds; round += 1) {
      const [a, b] = [await checkTime(plain), await checkTime(ours)];
      // The first round fills the caches of the file system.
      if (round >= 0) {
        seconds.plain.push(a);
        seconds.ours.push(b);
      }
    }
    const [base, own] = [median(seconds.plain), median(seconds.ours)];
    return [
      { name: `tsc, ${CALLS} calls of plain openapi-fetch`, value: rounded(base, 2), unit: 's' },
      { name: `tsc, the same ${CALLS} of ours`, value: rounded(own, 2), unit: 's' },
      { name: 'what ours adds', value: rounded(own - base, 2), unit: 's', atMost: 1.5 },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Calls of operations that read and need nothing but what their path needs.
 *
 * @param {number} count
 */
function callsOf(count) {
  const simple = Object.entries(operations).filter(
    ([id, { method, scopes, responseBody }]) =>
      method === 'GET' &&
      responseBody &&
      !(scopes.length === 1 && scopes[0] === 'internal') &&
      operationDetails[/** @type {'getAccount'} */ (id)].parameters.every((one) => one.in === 'path' || !one.required),
  );
  return simple.slice(0, count).map(([, { path }], index) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(
      ([, name]) => `${name}: ${name === 'addressId' ? 1 : "'x'"} as never`,
    );
    const init = names.length === 0 ? '' : `, { params: { path: { ${names.join(', ')} } } }`;
    return `export const answer${index} = client.GET('${path}'${init}).then(({ data }) => data);`;
  });
}

/** @param {string} folder @param {string} name @param {readonly string[]} lines @returns {Promise<string>} the project's file */
async function writeProject(folder, name, lines) {
  await writeFile(join(folder, `${name}.ts`), `${lines.join('\n')}\n`);
  const project = join(folder, `${name}.json`);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
  };
  await writeFile(project, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  return project;
}

/** What tsc says of itself: the time from the first file it reads to its end, in seconds. @param {string} project */
async function checkTime(project) {
  const { stdout } = await promisify(execFile)(process.execPath, [TSC, '-p', project, '--extendedDiagnostics']);
  const [, seconds] = /^Total time:\s+([\d.]+)s$/m.exec(stdout) ?? [];
  if (seconds === undefined) throw new Error(`tsc did not say how long it took:\n${stdout}`);
  return Number(seconds);
}
