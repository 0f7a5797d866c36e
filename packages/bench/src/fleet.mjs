/**
 * `pnpm storm --fleet`: three instances of the callback server on one PostgreSQL behind a plain proxy, five hundred people,
 * half an hour of virtual time, and every few seconds one instance is killed, with and without a warning in turn.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import pg from 'pg';
import { startInstance } from './fleet-instance.mjs';
import { startProxy } from './fleet-proxy.mjs';
import { startTap } from './fleet-tap.mjs';
import { newFolder, removeFolder } from './folders.mjs';
import { startChild } from './orders.mjs';
import { freePort, startPostgres } from './postgres-server.mjs';
import { saveResult, showInReadme } from './results.mjs';
import { go, inTurns, signInByBrowser } from './server-visit.mjs';
import { grid } from './table.mjs';

/** @typedef {import('./server-visit.mjs').Browser} Browser */
/** @typedef {'ok' | 'signed out' | 'failed'} Visit */

/** So many virtual seconds pass in a real one. */
const HASTE = 10;
const VIRTUAL_MINUTES = 30;
const KILL_EVERY_MS = 4_000;
/** How long after an answer its process may still be at work on it. */
const IN_HAND_MS = 2_000;
const VISIT_EVERY_MS = 6_000;
const SIGN_INS_AT_ONCE = 8;
/** One port, so that every instance believes it is the one the browser reaches; all of them on this machine alone. */
const HOSTS = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * @param {{ quick: boolean }} options quick: fifty people, ten virtual minutes, nothing written
 * @returns {Promise<number>} the exit code
 */
export async function runFleet({ quick }) {
  const people = quick ? 50 : 500;
  const realMs = ((quick ? 10 : VIRTUAL_MINUTES) * 60_000) / HASTE;
  const server = await startPostgres();
  const sandbox = startChild('./sandbox-process.mjs', [String(people)]);
  const folder = newFolder('fleet');
  /** @type {(import('./fleet-instance.mjs').Instance | undefined)[]} */
  const instances = [];
  try {
    const { issuer, apiUrl, client } = await sandbox.ask('about');
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const databaseUrl = await server.newDatabase();
    const environment = {
      BASE_URL: `${issuer}/protocol/openid-connect`,
      CLIENT_ID: client.clientId,
      CLIENT_SECRET: client.clientSecret,
      OAUTH_SCOPE: 'account:read',
      REDIRECT_URI: `${url}/oauth`,
      PORT: String(port),
      SIPGATE_KIT_API_URL: apiUrl,
      SIPGATE_KIT_SEALING_KEYS: KeyRing.generate().serialize(),
      SIPGATE_KIT_LOG_LEVEL: 'warn',
      DATABASE_URL: databaseUrl,
    };
    const tap = await startTap(`${issuer}/protocol/openid-connect/token`);
    /** @param {number} index @param {string} life */
    const start = (index, life) =>
      startInstance(folder, {
        ...environment,
        TOKEN_ENDPOINT: tap.endpointFor(life),
        SIPGATE_KIT_HOST: HOSTS[index] ?? '',
        SIPGATE_KIT_DATA_DIR: `${folder}/instance-${index}`,
      });
    instances.push(...(await Promise.all(HOSTS.map((_, index) => start(index, `${index}-0`)))));
    const proxy = await startProxy({ port, hosts: HOSTS });

    /** @type {Browser[]} */
    const browsers = Array.from({ length: people }, (_, index) => ({
      username: `person-${index + 1}`,
      cookies: new Map(),
    }));
    await inTurns(browsers, SIGN_INS_AT_ONCE, (browser) => signIn(url, sandbox, browser));
    say(`${people} people signed in; ${HASTE} virtual seconds pass in each real one`);

    const weather = await storm({ realMs, browsers, url, sandbox, instances, start });
    const after = await report({ browsers, url, sandbox, databaseUrl, weather, tap });
    await Promise.all([proxy.close(), tap.close()]);
    return await tell(after, quick);
  } finally {
    await Promise.all(instances.map((instance) => instance?.end('SIGKILL')));
    await sandbox.kill();
    await server.remove();
    removeFolder(folder);
  }
}

/**
 * @typedef {object} Weather
 * @property {Map<string, { signal: NodeJS.Signals, at: number }>} ends of each process, real instants
 * @property {Record<Visit, number>} visits
 */

/**
 * Visits, time and kills, beside each other.
 *
 * @param {{ realMs: number, browsers: readonly Browser[], url: string, sandbox: import('./orders.mjs').Child,
 *   instances: (import('./fleet-instance.mjs').Instance | undefined)[], start: (index: number, life: string) => Promise<import('./fleet-instance.mjs').Instance> }} scene
 * @returns {Promise<Weather>}
 */
async function storm({ realMs, browsers, url, sandbox, instances, start }) {
  const endAt = Date.now() + realMs;
  /** @type {Weather['ends']} */
  const ends = new Map();
  /** @type {Record<Visit, number>} */
  const visits = { ok: 0, 'signed out': 0, failed: 0 };

  async function time() {
    for (let aheadMs = 0; Date.now() < endAt; ) {
      await sleep(1_000);
      aheadMs += (HASTE - 1) * 1_000;
      await sandbox.ask('setClock', { ms: aheadMs });
    }
  }

  async function killing() {
    const lives = HOSTS.map(() => 0);
    for (let turn = 0; Date.now() + KILL_EVERY_MS < endAt; turn += 1) {
      await sleep(KILL_EVERY_MS);
      const index = turn % HOSTS.length;
      const signal = turn % 2 === 0 ? 'SIGKILL' : 'SIGTERM';
      const life = lives[index] ?? 0;
      ends.set(`${index}-${life}`, { signal, at: Date.now() });
      lives[index] = life + 1;
      await instances[index]?.end(signal);
      instances[index] = undefined;
      instances[index] = await start(index, `${index}-${life + 1}`);
      if (turn % 5 === 4) {
        say(`  ${Math.round((endAt - Date.now()) / 1_000)} s left, ${ends.size} kills, ${JSON.stringify(visits)}`);
      }
    }
  }

  /** @param {Browser} browser */
  async function visiting(browser) {
    await sleep(Math.random() * VISIT_EVERY_MS);
    while (Date.now() < endAt) {
      visits[await visit(url, browser)] += 1;
      await sleep(VISIT_EVERY_MS * (0.5 + Math.random()));
    }
  }

  await Promise.all([time(), killing(), ...browsers.map(visiting)]);
  return { ends, visits };
}

/**
 * Who is still signed in, and why the others are not.
 *
 * @param {{ browsers: readonly Browser[], url: string, sandbox: import('./orders.mjs').Child, databaseUrl: string, weather: Weather, tap: import('./fleet-tap.mjs').Tap }} scene
 */
async function report({ browsers, url, sandbox, databaseUrl, weather, tap }) {
  /** @type {Browser[]} */
  const lost = [];
  await inTurns(browsers, SIGN_INS_AT_ONCE, async (browser) => {
    let result = await visit(url, browser);
    for (let again = 0; result === 'failed' && again < 3; again += 1) result = await visit(url, browser);
    if (result !== 'ok') lost.push(browser);
  });
  // Only now: for those whose answer was lost in the last moments, the visit above was the extra try.
  /** @type {{ username: string, alive: boolean, rotations: number, lastRefreshToken: string }[]} */
  const sessions = await sandbox.ask('sessions');
  const reasons = await needsLoginReasons(databaseUrl);

  /** @param {Browser} browser */
  const sessionOf = ({ username }) => sessions.find((one) => one.username === username);
  /** The last answer was on its way to a process, or in its hands, when that was killed without a warning. */
  const diedWithItsProcess = (/** @type {Browser} */ browser) => {
    const answer = tap.answers.get(sessionOf(browser)?.lastRefreshToken ?? '');
    const end = answer && weather.ends.get(answer.life);
    return answer !== undefined && end?.signal === 'SIGKILL' && end.at <= answer.at + IN_HAND_MS;
  };
  const allowed = lost.filter(diedWithItsProcess);
  for (const browser of lost.filter((one) => !allowed.includes(one))) {
    const answer = tap.answers.get(sessionOf(browser)?.lastRefreshToken ?? '');
    const end = answer && weather.ends.get(answer.life);
    say(`  ✗ ${browser.username}: last answer ${JSON.stringify(answer)}, end of that process ${JSON.stringify(end)}`);
  }
  const wrong = lost.filter((browser) => sessionOf(browser)?.alive === true);
  const endings = [...weather.ends.values()];
  let backAgain = 0;
  for (const browser of lost) {
    await signIn(url, sandbox, browser);
    if ((await visit(url, browser)) === 'ok') backAgain += 1;
  }
  return {
    people: browsers.length,
    killed: endings.filter(({ signal }) => signal === 'SIGKILL').length,
    stopped: endings.filter(({ signal }) => signal === 'SIGTERM').length,
    visits: weather.visits,
    refreshes: sessions.reduce((total, { rotations }) => total + rotations, 0),
    lost: lost.length,
    allowedLost: allowed.length,
    wrongNeedsLogin: wrong.length,
    reasons,
    backAfterOneSignIn: backAgain,
  };
}

/** @param {string} url @returns {Promise<Record<string, number>>} */
async function needsLoginReasons(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "select reason, count(*)::int as n from vault_connections where status <> 'active' group by 1",
  );
  await client.end();
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
}

/** @param {Awaited<ReturnType<typeof report>>} result @param {boolean} quick */
async function tell(result, quick) {
  const { visits } = result;
  const body = [
    ['people', result.people],
    ['servers killed with -9', result.killed],
    ['servers stopped with SIGTERM', result.stopped],
    ['visits answered', visits.ok],
    ['visits that failed while a server was away', visits.failed],
    ['visits of people who had lost their session', visits['signed out']],
    ['refreshes', result.refreshes],
    ['people lost', result.lost],
    ['of these, because their answer died with its process', result.allowedLost],
    ['told to sign in although their session lived', result.wrongNeedsLogin],
    ['back after one sign-in', result.backAfterOneSignIn],
  ].map(([name, value]) => [String(name), String(value)]);
  const table = { head: ['fleet', 'measured'], body };
  say(`\n${grid(table)}`);
  if (!quick) {
    say(`\n${await saveResult('fleet.json', `${JSON.stringify(result, undefined, 2)}\n`)}`);
    await showInReadme('fleet', table);
  }
  const kept =
    result.lost <= result.allowedLost && result.wrongNeedsLogin === 0 && result.backAfterOneSignIn === result.lost;
  say(
    kept
      ? '\nNobody was lost but whose answer died with its process.'
      : '\n✗ Somebody was lost who should not have been.',
  );
  return kept ? 0 : 1;
}

/** @param {string} url @param {import('./orders.mjs').Child} sandbox @param {Browser} browser */
async function signIn(url, sandbox, browser) {
  const { status } = await signInByBrowser(url, sandbox, browser);
  if (status !== 303) throw new Error(`${browser.username} could not sign in: ${status}`);
}

/** @param {string} url @param {Browser} browser @returns {Promise<Visit>} */
async function visit(url, browser) {
  try {
    const answer = await go(`${url}/me`, browser);
    if (answer.status === 401) return 'signed out';
    const { account } = await answer.json();
    return answer.ok && account ? 'ok' : 'failed';
  } catch {
    return 'failed';
  }
}
