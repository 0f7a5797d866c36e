/**
 * What the scope-aware types cost: the compiler checks a file with fifty calls of a plain openapi-fetch client, then the
 * same fifty of ours, in turn.
 * @module
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationDetails } from '@sipgate-kit/core/operation-details';
import { operations } from '@sipgate-kit/core/operations';
import { figureOf } from './figure.mjs';
import { inRounds } from './rounds.mjs';
import { checkTime, writeProject } from './type-check.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const CALLS = 50;

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureTypes({ quick }) {
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
    const seconds = await inRounds(
      { rounds: quick ? 1 : 7 },
      { plain: () => checkTime(plain), ours: () => checkTime(ours) },
    );
    const group = `The compiler, ${CALLS} calls`;
    return [
      figureOf({ group, name: 'plain openapi-fetch', unit: 's' }, seconds.plain),
      figureOf({ group, name: 'sipgate-kit, with scopes', unit: 's', ours: true }, seconds.ours),
      figureOf(
        { group: 'What scopes in types add', name: `${CALLS} calls`, unit: 's', ours: true, atMost: 1.5 },
        seconds.ours.map((own, round) => own - (seconds.plain[round] ?? 0)),
      ),
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
