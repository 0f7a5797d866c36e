import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { box } from './box.mjs';
import { offerConsole } from './lazy-console.mjs';
import { isPortFree } from './ports.mjs';
import { root } from './setup.mjs';

const SERVER = join(root, 'apps', 'callback-server', 'bin', 'sipgate-callback-server.mjs');
const TETHER = join(root, 'packages', 'tooling', 'src', 'tethered.mjs');
const DATA = join(root, '.sipgate-kit');

const CALLBACK_PORT = 8080;
const SANDBOX_PORT = 8090;

/** Longer than the server waits for refreshes under way. Durations in milliseconds. */
const STOP_PATIENCE_MS = 40_000;
const START_PATIENCE_MS = 30_000;

/** Any of these says that a real provider is meant. */
const PROVIDER_VARIABLES = ['CLIENT_ID', 'CLIENT_SECRET', 'BASE_URL', 'SIPGATE_KIT_ISSUER'];

/**
 * What the server is started with, and what the person is told.
 * @typedef {object} Plan
 * @property {NodeJS.Dict<string>} variables on top of the environment; `undefined` takes one away
 * @property {readonly string[]} args
 * @property {string} redirectUri
 * @property {readonly string[]} lines of the box
 * @property {string} [advice] what else to say when the server ends by itself
 * @property {() => Promise<void>} close what is left to do after the server has stopped
 */

/**
 * Runs the kit until it is asked to stop, or its server ends.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} [envFile]
 * @returns {Promise<number>} the exit code: 0 when it was asked to stop
 */
export async function start(environment, envFile = join(root, '.env')) {
  const asked = askedToStop();
  const given = { ...readEnvFile(envFile), ...withoutEmpty(environment) };
  const plan = PROVIDER_VARIABLES.some((name) => given[name]) ? planForSipgate(given) : await planForSandbox(given);
  try {
    return await runServer(plan, environment, asked);
  } finally {
    await plan.close();
  }
}

/**
 * A sandbox, and a vault that is gone with it: its connections would be worth nothing to the next sandbox.
 *
 * @param {Record<string, string>} given
 * @returns {Promise<Plan>}
 */
async function planForSandbox(given) {
  const chosen = given.PORT ?? (urlOf(given.REDIRECT_URI)?.port || undefined);
  const port = chosen ?? ((await isPortFree(CALLBACK_PORT)) ? CALLBACK_PORT : await freePort());
  const redirectUri = given.REDIRECT_URI ?? `http://localhost:${port}/oauth`;
  // Loaded only here: with a real provider nobody waits for it.
  const { createSandbox } = await import('@sipgate-kit/sandbox');
  const ownPort = Number(port) !== SANDBOX_PORT && (await isPortFree(SANDBOX_PORT)) ? SANDBOX_PORT : 0;
  /** @type {{ name: string, url: string }[]} */
  const neighbours = [];
  const sandbox = await createSandbox({ port: ownPort, neighbours: () => neighbours });
  const data = await temporaryData();
  const { alice } = sandbox.users;
  const moved = port === CALLBACK_PORT || chosen ? '' : `   (port ${CALLBACK_PORT} is taken)`;
  const variables = {
    ...given,
    CLIENT_ID: sandbox.client.clientId,
    CLIENT_SECRET: sandbox.client.clientSecret,
    SIPGATE_KIT_ISSUER: sandbox.issuer,
    SIPGATE_KIT_API_URL: sandbox.apiUrl,
    SIPGATE_KIT_DATA_DIR: data,
    REDIRECT_URI: redirectUri,
    PORT: String(port),
    // Whatever database these lead to, a sandbox has no business there.
    DATABASE_URL: undefined,
    SIPGATE_KIT_SEALING_KEYS: undefined,
  };
  const example = await offerConsole({ ...variables, SIPGATE_KIT_DATA_DIR: join(data, 'example') });
  neighbours.push(
    { name: 'Callback server: sign in, and see your account', url: urlOf(redirectUri)?.origin ?? '' },
    { name: 'Client console, a product built on the kit', url: example.url },
  );
  return {
    variables,
    args: ['--env-file', join(data, 'env')],
    redirectUri,
    lines: [
      'sipgate-kit runs on the sandbox: no account, no network',
      '',
      `Open      ${urlOf(redirectUri)?.origin}${moved}`,
      `Sign in   ${alice.username}, password ${alice.password}`,
      `Example   ${example.url}   (a product built on the kit)`,
      'Stop      Ctrl-C',
      'Data      in memory and a temporary vault; gone when you stop',
      `Sandbox   ${sandbox.url}`,
    ],
    close: async () => {
      await example.close();
      await sandbox.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/**
 * The real sipgate, or whatever provider is configured. The server reads .env and reports what is wrong with it.
 *
 * @param {Record<string, string>} given
 * @returns {Plan}
 */
function planForSipgate(given) {
  const redirectUri = given.REDIRECT_URI ?? `http://localhost:${given.PORT ?? CALLBACK_PORT}/oauth`;
  const clientId = given.CLIENT_ID ?? '';
  const provider =
    given.SIPGATE_KIT_ISSUER ?? given.BASE_URL ?? `sipgate, realm ${/:([\w-]+)$/.exec(clientId)?.[1] ?? 'third-party'}`;
  return {
    variables: { REDIRECT_URI: redirectUri },
    args: [],
    redirectUri,
    lines: [
      'sipgate-kit runs with your own OAuth client',
      '',
      `Open      ${urlOf(redirectUri)?.origin}`,
      `Sign in   at ${provider}, with your own account`,
      `Client    ${clientId}`,
      `Redirect  ${redirectUri} has to be registered at the client`,
      'Example   pnpm --filter example-integration dev, in place of this: it takes the same .env',
      'Stop      Ctrl-C',
      `Data      ${given.DATABASE_URL ? 'the database in DATABASE_URL' : (given.SIPGATE_KIT_DATA_DIR ?? DATA)}; kept`,
    ],
    advice: ' To try without an account, take CLIENT_ID and CLIENT_SECRET away: then it runs on the sandbox.',
    close: async () => {},
  };
}

/**
 * @param {Plan} plan
 * @param {NodeJS.ProcessEnv} environment
 * @param {Asked} asked
 */
async function runServer(plan, environment, asked) {
  // In a process group of its own, so that Ctrl-C reaches it once, through us; tethered, so that it never outlives us.
  const server = spawn(process.execPath, ['--import', pathToFileURL(TETHER).href, SERVER, ...plan.args], {
    cwd: root,
    env: { SIPGATE_KIT_LOG_LEVEL: 'warn', ...environment, ...plan.variables },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  const ended = once(server, 'exit').then(([code]) => (typeof code === 'number' ? code : 1));
  const kill = () => server.kill('SIGKILL');
  process.on('exit', kill);

  const waiting = new AbortController();
  const outcome = await Promise.race([ended, asked.once, untilReady(plan.redirectUri, waiting.signal)]);
  waiting.abort();
  if (outcome === 'ready') {
    process.stdout.write(`\n${box(plan.lines)}\n\n`);
    await Promise.race([ended, asked.once]);
  }
  if (outcome === 'silent') process.stderr.write('\nThe server started but does not answer; stopping it.\n');
  let code = server.exitCode;
  if (code === null) {
    asked.again.then(() => process.exit(130));
    server.kill('SIGTERM');
    const patience = setTimeout(kill, STOP_PATIENCE_MS);
    code = await ended;
    clearTimeout(patience);
  } else {
    process.stderr.write(`\nThe callback server has ended.${plan.advice ?? ''}\n`);
  }
  process.off('exit', kill);
  return outcome === 'silent' ? 1 : code;
}

/** @param {string} redirectUri @param {AbortSignal} signal @returns {Promise<'ready' | 'silent'>} */
async function untilReady(redirectUri, signal) {
  const address = urlOf(redirectUri);
  // The server will say what is wrong with it, and end.
  if (address === undefined) return new Promise(() => {});
  // Behind a proxy the public address may not lead here yet.
  const { protocol, hostname, port } = address;
  if (protocol === 'https:') return 'ready';
  const url = `http://${hostname}:${port || 80}/readyz`;
  for (const deadline = Date.now() + START_PATIENCE_MS; !signal.aborted && Date.now() < deadline; ) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return 'ready';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'silent';
}

/**
 * @typedef {{ once: Promise<'asked'>, again: Promise<void> }} Asked
 * @returns {Asked} `once`: a signal came; `again`: the person does not want to wait
 */
function askedToStop() {
  let first = () => {};
  let second = () => {};
  /** @type {Asked} */
  const asked = {
    once: new Promise((resolve) => {
      first = () => resolve('asked');
    }),
    again: new Promise((resolve) => {
      second = () => resolve();
    }),
  };
  let count = 0;
  let lastAt = 0;
  const stop = () => {
    // npm repeats the terminal's signal to us; that is not a second request.
    if (count > 0 && Date.now() - lastAt < 500) return;
    count += 1;
    lastAt = Date.now();
    if (count === 1) first();
    else second();
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
  // Whoever read our output may be gone before us.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  return asked;
}

/** A folder for this run, with an empty file in place of .env; folders of runs that were killed are removed on the way. */
async function temporaryData() {
  const runs = join(DATA, 'sandbox-runs');
  await mkdir(runs, { recursive: true, mode: 0o700 });
  for (const name of await readdir(runs)) {
    if (!isRunning(Number(name))) await rm(join(runs, name), { recursive: true, force: true });
  }
  const folder = join(runs, String(process.pid));
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, 'env'), '');
  return folder;
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

async function freePort() {
  for (let port = CALLBACK_PORT + 1; port < CALLBACK_PORT + 100; port += 1) {
    if (port !== SANDBOX_PORT && (await isPortFree(port))) return port;
  }
  return CALLBACK_PORT;
}

/** @param {string | undefined} text */
function urlOf(text) {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

/** Enough of .env to make a plan; the server reads it again and says what is wrong with it. */
function readEnvFile(/** @type {string} */ path) {
  const text = existsSync(path) ? readFileSync(path, 'utf8').replace(/^\uFEFF/, '') : '';
  return withoutEmpty(parseEnv(text));
}

/** @param {NodeJS.Dict<string>} environment @returns {Record<string, string>} */
function withoutEmpty(environment) {
  return Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
