/**
 * The suite on every runtime, each with a sandbox of its own, and the table of what they showed.
 * @module
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createSandbox } from '@sipgate-kit/sandbox';
import { CHECKS } from '../suite/suite.mjs';
import { binariesIn } from './binaries.mjs';
import { makeConsumer } from './consumer.mjs';
import { DownloadError, downloadedRuntimes } from './download.mjs';
import { onBrowser, startPages } from './on-browser.mjs';
import { onBun, onDeno, onNode } from './on-process.mjs';
import { onWorkerd } from './on-workerd.mjs';
import { writeResults } from './results.mjs';
import { table } from './table.mjs';

/** @typedef {import('../suite/suite.mjs').Outcome} Outcome */
/** @typedef {{ name: string, version: string, outcomes: Outcome[] }} Row */

const RUNTIMES = ['Node 20', 'Node 22', 'Node 24', 'Deno', 'Bun', 'workerd', 'Chromium'];

const say = (/** @type {string} */ line) => console.log(line);

/**
 * @param {{ only?: string, env?: NodeJS.ProcessEnv }} [options] `only`: the runtimes whose name contains it
 * @returns {Promise<number>} the exit code: 0, 1 when a check failed or a runtime could not be had, 2 when `only` names none
 */
export async function runEverywhere({ only = '', env = process.env } = {}) {
  const pages = await startPages();
  /** @type {Row[]} */
  const rows = [];
  let consumer = '';
  try {
    const { chosen, missing } = await runtimesFor(pages, only, env);
    if (chosen.length === 0) {
      process.stderr.write(`No runtime here is called "${only}". Runtimes: ${RUNTIMES.join(', ')}.\n`);
      return 2;
    }
    consumer = await makeConsumer();
    for (const runtime of chosen) rows.push(await rowOf(runtime, consumer, pages.origin));
    say(`\n${table(rows, CHECKS)}\n`);
    for (const name of missing) say(`${name} is left out: npm has none for ${process.platform}-${process.arch}.`);
    const complete = missing.length === 0 && only === '' && env['CHROME_PATH'] === undefined;
    if (complete) writeResults(rows);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return 1;
  } finally {
    pages.close();
    if (consumer !== '') rmSync(consumer, { recursive: true, force: true });
  }
  const problems = rows.flatMap(({ name, outcomes }) =>
    outcomes.flatMap(({ check, problem }) => (problem === undefined ? [] : [`${name}, ${check}: ${problem}`])),
  );
  for (const problem of problems) say(problem);
  const passed = rows.reduce((sum, { outcomes }) => sum + outcomes.length, 0) - problems.length;
  say(`${passed} passed, ${problems.length} failed`);
  return problems.length === 0 ? 0 : 1;
}

/**
 * @param {Awaited<ReturnType<typeof startPages>>} pages
 * @param {string} only
 * @param {NodeJS.ProcessEnv} env
 */
async function runtimesFor(pages, only, env) {
  const binaries = binariesIn(await downloadedRuntimes(env), `${process.platform}-${process.arch}`);
  /** @type {[import('./binaries.mjs').BinaryName, (binary: string) => import('./runtime.mjs').Runtime][]} */
  const known = [
    ['Node 20', (binary) => onNode('Node 20', binary)],
    ['Node 22', (binary) => onNode('Node 22', binary)],
    ['Node 24', (binary) => onNode('Node 24', binary)],
    ['Deno', onDeno],
    ['Bun', onBun],
    ['workerd', onWorkerd],
  ];
  const asked = (/** @type {string} */ name) => name.toLowerCase().includes(only.toLowerCase());
  const wanted = known.filter(([name]) => asked(name));
  const chosen = wanted.flatMap(([name, on]) => {
    const binary = binaries.get(name);
    return binary === undefined ? [] : [on(binary)];
  });
  if (asked('Chromium')) chosen.push(onBrowser(pages));
  return { chosen, missing: wanted.map(([name]) => name).filter((name) => !binaries.has(name)) };
}

/**
 * @param {import('./runtime.mjs').Runtime} runtime
 * @param {string} consumer
 * @param {string} pageOrigin
 * @returns {Promise<Row>}
 */
async function rowOf(runtime, consumer, pageOrigin) {
  const { name } = runtime;
  const sandbox = await createSandbox({ port: 0, webOrigins: [pageOrigin] });
  let version = '';
  try {
    version = await runtime.version();
    say(`${name} ${version} …`);
    const { url, issuer, apiUrl, client, publicClient } = sandbox;
    const settings = {
      issuer,
      apiUrl,
      client,
      publicClient,
      controlUrl: `${url}/__sandbox`,
      redirectUri: 'http://localhost/oauth',
      closedUrl: `http://127.0.0.1:${await closedPort()}`,
      tellsRefusal: !runtime.keepsReasons,
    };
    return { name, version, outcomes: await runtime.suite(consumer, settings) };
  } catch (error) {
    const problem = `did not run: ${error instanceof Error ? error.message : error}`;
    return { name, version, outcomes: CHECKS.map((check) => ({ check, problem })) };
  } finally {
    await sandbox.close();
    await runtime.close?.();
  }
}

/** A port where nobody listens. @returns {Promise<number>} */
async function closedPort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  await new Promise((closed) => probe.close(closed));
  return port;
}
