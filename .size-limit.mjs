/**
 * How much a browser loads, minified and gzipped, from the built packages: `pnpm size`.
 *
 * Bundled as Vite bundles: what is imported at run time is a file of its own. `at once` is what a page waits for; the
 * rest comes when it is wanted: the token endpoint with the first code that is traded or the first refresh, explanations
 * with the first error, the operation index with the first call. zod comes with the first OAuth client that is created,
 * and not with anything here.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const SIGN_IN = 'sipgateProvider, startAuthorization, readCallback, finishAuthorization, createTokenManager';
const CLIENT = 'createSipgateClient, readAllPages';

const root = fileURLToPath(new URL('.', import.meta.url));
const core = join(root, 'packages', 'core');
const folder = join(root, 'node_modules', '.cache', 'size');
rmSync(folder, { recursive: true, force: true });

export default [
  ...(await measured('sign-in and token manager', SIGN_IN, { atOnce: '7 kB', later: '20.6 kB' })),
  ...(await measured('the same with REST client, retries, errors, paging', `${SIGN_IN}, ${CLIENT}`, {
    atOnce: '12 kB',
    later: '23.9 kB',
  })),
  ...(await measured('REST client alone', 'createSipgateClient, staticToken', { atOnce: '10 kB', later: '23.9 kB' })),
  {
    name: 'operation index',
    path: await bundled('operations', 'operations', 'operations.js').then(({ atOnce }) => atOnce),
    gzip: true,
    limit: '3 kB',
  },
];

/** @param {string} name @param {string} names @param {{ atOnce: string, later: string }} limits */
async function measured(name, names, limits) {
  const { atOnce, later } = await bundled(name.replaceAll(/\W+/g, '-'), names, 'index.js');
  return [
    { name: `${name}: at once`, path: atOnce, gzip: true, limit: limits.atOnce },
    { name: `${name}: when it is wanted`, path: later, gzip: true, limit: limits.later },
  ];
}

/** @param {string} name @param {string} names @param {string} file */
async function bundled(name, names, file) {
  const into = join(folder, name);
  const entry = join(into, 'page.js');
  mkdirSync(into, { recursive: true });
  writeFileSync(
    entry,
    `import { ${names} } from ${JSON.stringify(join(core, 'dist', file))};\nglobalThis.kit = [${names}];\n`,
  );
  const bundle = await rolldown({ input: entry, platform: 'browser', external: ['zod'], cwd: core });
  const { output } = await bundle.write({ dir: join(into, 'built'), minify: true });
  await bundle.close();
  const chunks = output.filter(({ type }) => type === 'chunk');
  const atOnce = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of atOnce) for (const next of importsOf(chunks, name)) atOnce.add(next);
  const paths = (/** @type {boolean} */ first) =>
    chunks
      .map(({ fileName }) => fileName)
      .filter((name) => atOnce.has(name) === first)
      .map((name) => join(into, 'built', name));
  return { atOnce: paths(true), later: paths(false) };
}

/** @param {readonly { fileName: string, imports: readonly string[] }[]} chunks @param {string} name */
function importsOf(chunks, name) {
  return chunks.find(({ fileName }) => fileName === name)?.imports.filter((next) => next.endsWith('.js')) ?? [];
}
