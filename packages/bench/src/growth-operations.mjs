/**
 * A REST API with more and more operations: how long the compiler takes for ten calls of it, with our types and with plain
 * openapi-fetch. The document is sipgate's, cut down or repeated, and goes through the kit's own generator.
 * @module
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourcesOf } from '../../tooling/src/generate-api.mjs';
import { figureOf } from './figure.mjs';
import { inRounds } from './rounds.mjs';
import { checkTime, runCompiler, writeProject } from './type-check.mjs';

/** @typedef {import('../../tooling/src/document.mjs').Document} Document */
/** @typedef {import('../../tooling/src/document.mjs').DocumentedOperation} DocumentedOperation */

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const CORE = join(PACKAGE, '..', 'core', 'src');
const CALLED = 10;

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureOperationGrowth({ quick }) {
  const folder = await mkdtemp(join(PACKAGE, 'types-'));
  try {
    const sizes = quick ? [10, 100] : [10, 100, 1_000];
    /** @type {Record<string, () => Promise<number>>} */
    const cases = {};
    for (const size of sizes) {
      const { plain, ours } = await projectsOf(folder, size);
      cases[`plain ${size}`] = () => checkTime(plain);
      cases[`ours ${size}`] = () => checkTime(ours);
    }
    const seconds = await inRounds({ rounds: quick ? 1 : 5 }, cases);
    const group = `The compiler, ${CALLED} calls of an API of so many operations`;
    return sizes.flatMap((size) => [
      figureOf({ group, name: `${size}, plain openapi-fetch`, unit: 's' }, seconds[`plain ${size}`] ?? []),
      figureOf(
        { group, name: `${size}, sipgate-kit with scopes`, unit: 's', ours: true },
        seconds[`ours ${size}`] ?? [],
      ),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {number} size */
async function projectsOf(folder, size) {
  const document = await documentOf(size);
  const sources = await sourcesOf(document);
  const place = join(folder, `of-${size}`);
  await mkdir(place);
  await writeFile(join(place, 'api.d.ts'), sources['api.ts']);
  await declareCore(place, sources);
  const calls = callsOf(document);
  return {
    plain: await writeProject(place, 'plain', [
      "import createClient from 'openapi-fetch';",
      "import type { paths } from './api.js';",
      "const client = createClient<paths>({ baseUrl: 'https://api.sipgate.com/v2' });",
      ...calls,
    ]),
    ours: await writeProject(place, 'ours', [
      "import { createSipgateClient } from './core/api/client.js';",
      "import { staticToken } from './core/api/authorizers.js';",
      "const client = createSipgateClient({ auth: staticToken('token'), scopes: ['all'] });",
      ...calls,
    ]),
  };
}

/** The declarations that core would be published with. @param {string} place @param {Readonly<Record<string, string>>} sources */
async function declareCore(place, sources) {
  const source = join(place, 'source');
  await cp(CORE, source, { recursive: true, filter: (path) => !path.endsWith('.json') });
  await Promise.all(Object.entries(sources).map(([name, text]) => writeFile(join(source, 'generated', name), text)));
  const entries = ['client.ts', 'authorizers.ts'].map((name) => join(source, 'api', name));
  const options = ['--declaration', '--emitDeclarationOnly', '--skipLibCheck', '--strict', '--noCheck'];
  const modules = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom,dom.iterable'];
  const paths = ['--rewriteRelativeImportExtensions', '--rootDir', source, '--outDir', join(place, 'core')];
  await runCompiler([...entries, '--ignoreConfig', ...options, ...modules, ...paths]);
}

/** sipgate's document with so many operations: those that read come first. @param {number} size @returns {Promise<Document>} */
async function documentOf(size) {
  /** @type {Document} */
  const whole = JSON.parse(await readFile(join(CORE, 'generated', 'openapi.json'), 'utf8'));
  const single = Object.entries(whole.paths)
    .flatMap(([path, item]) =>
      /** @type {const} */ (['get', 'post', 'put', 'delete']).flatMap((method) =>
        item[method] === undefined ? [] : [{ path, method, operation: item[method], shared: item['parameters'] }],
      ),
    )
    .sort((a, b) => Number(b.method === 'get') - Number(a.method === 'get'));
  /** @type {Document['paths']} */
  const paths = {};
  for (let count = 0; count < size; count += 1) {
    const { path, method, operation, shared } = single[count % single.length] ?? single[0] ?? unreachable();
    const copy = Math.floor(count / single.length);
    const at = copy === 0 ? path : `/copy${copy}${path}`;
    const { operationId, ...rest } = /** @type {DocumentedOperation} */ (operation);
    paths[at] = {
      ...paths[at],
      ...(shared !== undefined && { parameters: shared }),
      [method]: { ...rest, operationId: copy === 0 ? operationId : `${operationId}Copy${copy}` },
    };
  }
  return { ...whole, paths };
}

/** @returns {never} */
function unreachable() {
  throw new Error('The document has no operations.');
}

/** Calls of what needs nothing but its path. @param {Document} document */
function callsOf(document) {
  const simple = Object.entries(document.paths).filter(([path, item]) => {
    const operation = /** @type {DocumentedOperation | undefined} */ (item['get']);
    const body = operation?.responses['200']?.content?.['application/json'];
    const isInternal = JSON.stringify(operation?.security ?? []).includes('internal');
    return !path.includes('{') && body !== undefined && operation?.parameters === undefined && !isInternal;
  });
  return simple
    .slice(0, CALLED)
    .map(([path], index) => `export const answer${index} = client.GET('${path}').then(({ data }) => data);`);
}
