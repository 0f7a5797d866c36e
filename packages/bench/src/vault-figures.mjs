/**
 * How fast the vault is, and what waiting costs: `pnpm storm --figures`. Prints a table and writes `results/vault.json`.
 * @module
 */
import { join } from 'node:path';
import { clientCredentials, createTokenManager, keycloakProvider, TokenSet } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import { fillPostgres, fillSqlite } from './filling.mjs';
import { newFolder, removeFolder } from './folders.mjs';
import { startPostgres } from './postgres-server.mjs';
import { saveResult, showInReadme } from './results.mjs';
import { grid } from './table.mjs';

/** @typedef {import('@sipgate-kit/core').TokenStore} TokenStore */
/** @typedef {{ figure: string, measured: number, required?: number, atMost?: boolean, unit: string }} Figure */

const FEW = 10_000;
/** Connections that are really read; the rest only make the tables large. */
const REAL = 5_000;
const ROUNDS = 5;
const keyRing = KeyRing.generate();

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * @param {{ quick: boolean }} options quick: a tenth of the connections, nothing written
 * @returns {Promise<number>} the exit code
 */
export async function measureVault({ quick }) {
  const many = quick ? 100_000 : 1_000_000;
  const folder = newFolder('figures');
  const server = await startPostgres();
  /** @type {Figure[]} */
  const figures = [];
  try {
    const [fewFile, manyFile] = [join(folder, 'few.db'), join(folder, 'many.db')];
    const sqlite = {
      few: { at: { file: fewFile }, ids: await fill('SQLite', { file: fewFile }, FEW) },
      many: { at: { file: manyFile }, ids: await fill('SQLite', { file: manyFile }, many) },
    };
    const [fewUrl, manyUrl] = [await server.newDatabase(), await server.newDatabase()];
    const postgres = {
      few: { at: { url: fewUrl }, ids: await fill('PostgreSQL', { url: fewUrl }, FEW) },
      many: { at: { url: manyUrl }, ids: await fill('PostgreSQL', { url: manyUrl }, many) },
    };
    say('measuring …');
    figures.push(
      ...(await throughput('SQLite', sqlite.many, { cached: 20_000, cold: 3_000 })),
      ...(await throughput('PostgreSQL', postgres.many, { cached: 2_000 })),
      ...(await latencies('SQLite', sqlite, many)),
      ...(await latencies('PostgreSQL', postgres, many)),
      ...(await waiting()),
    );
  } finally {
    await server.remove();
    removeFolder(folder);
  }

  const body = figures.map((figure) => [
    figure.figure,
    `${round(figure.measured)} ${figure.unit}`.trim(),
    figure.required === undefined ? '' : `${figure.atMost ? '≤' : '≥'} ${figure.required}`,
    figure.required === undefined ? '' : kept(figure) ? '✓' : '✗',
  ]);
  const table = { head: ['figure', 'measured', 'required', ''], body };
  say(`\n${grid(table)}`);
  if (!quick) {
    say(`\n${await saveResult('vault.json', `${JSON.stringify({ figures }, undefined, 2)}\n`)}`);
    await showInReadme('figures', table);
  }
  return figures.every(kept) ? 0 : 1;
}

/** @param {Figure} figure */
function kept({ measured, required, atMost }) {
  return required === undefined || (atMost ? measured <= required : measured >= required);
}

/**
 * Makes a vault of so many connections: real ones spread evenly among copies that nobody reads.
 *
 * @param {string} name
 * @param {{ file: string } | { url: string }} at
 * @param {number} count
 * @returns {Promise<string[]>} ids of the real ones
 */
async function fill(name, at, count) {
  const startedAt = performance.now();
  const vault = await openVault({ ...at, keyRing });
  /** @type {string[]} */
  const ids = [];
  const steps = 50;
  for (let step = 0; step < steps; step += 1) {
    const real = Array.from({ length: REAL / steps }, (_, index) => step * (REAL / steps) + index);
    const states = await Promise.all(
      real.map((person) => vault.connections.saveSignIn(keyOf(person), tokenSetOf(person))),
    );
    ids.push(...states.map(({ id }) => id));
    const copies = (count - REAL) / steps;
    if ('file' in at) await fillSqlite(at.file, copies);
    else await fillPostgres(at.url, copies);
  }
  await vault.close();
  say(`${name}: ${count} connections made in ${round((performance.now() - startedAt) / 1_000)} s`);
  return ids;
}

/** @param {number} person */
const keyOf = (person) => ({
  issuer: 'https://login.sipgate.com/auth/realms/third-party',
  clientId: '2400101-0-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e01:third-party',
  subject: `f:6a1f6c86-2f6b-4c6e-9d38-0b1a5e0c7d11:${person}`,
});

/** Of the size of sipgate's: JWTs of one to two kilobytes. @param {number} person */
function tokenSetOf(person) {
  return new TokenSet({
    accessToken: `${person}.${'a'.repeat(1_400)}`,
    refreshToken: `${person}.${'r'.repeat(700)}`,
    scopes: ['openid', 'account:read'],
    issuedAt: Date.now(),
    accessTokenExpiresAt: Date.now() + 3_600_000,
    refreshTokenExpiresAt: Date.now() + 30 * 86_400_000,
  });
}

/**
 * Reads per second of the vault with many connections, median of the rounds.
 *
 * @param {string} name
 * @param {{ at: { file: string } | { url: string }, ids: string[] }} place
 * @param {{ cached?: number, cold?: number }} required
 * @returns {Promise<Figure[]>}
 */
async function throughput(name, { at, ids }, required) {
  const hot = ids.slice(0, 1_000);
  const cached = await openVault({ ...at, keyRing, cachedTokenSets: hot.length });
  const cold = await openVault({ ...at, keyRing, cachedTokenSets: 1 });
  try {
    for (const id of hot) await cached.connections.read(id);
    const serial = await readsPerSecond(cached.connections, hot, 1);
    const one = await readsPerSecond(cold.connections, ids, 1);
    const together = await readsPerSecond(cold.connections, ids, 64);
    return [
      {
        figure: `${name}: token reads, set opened before, one at a time`,
        measured: serial,
        unit: '/s',
        ...(required.cached && { required: required.cached }),
      },
      {
        figure: `${name}: token reads, cold, one at a time`,
        measured: one,
        unit: '/s',
        ...(required.cold && { required: required.cold }),
      },
      { figure: `${name}: token reads, cold, 64 at a time`, measured: together, unit: '/s' },
    ];
  } finally {
    await cached.close();
    await cold.close();
  }
}

/** @param {TokenStore} store @param {readonly string[]} ids @param {number} atOnce */
async function readsPerSecond(store, ids, atOnce) {
  const speeds = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const startedAt = performance.now();
    for (let from = 0; from < ids.length; from += atOnce) {
      if (atOnce === 1) await store.read(ids[from] ?? '');
      else await Promise.all(ids.slice(from, from + atOnce).map((id) => store.read(id)));
    }
    speeds.push(ids.length / ((performance.now() - startedAt) / 1_000));
  }
  return median(speeds);
}

/**
 * The slowest of a hundred reads, cold: rounds of the small and of the large vault in turn, so that both have the same
 * weather.
 *
 * @param {string} name
 * @param {Record<'few' | 'many', { at: { file: string } | { url: string }, ids: string[] }>} places
 * @param {number} many
 * @returns {Promise<Figure[]>}
 */
async function latencies(name, { few, many: manyPlace }, many) {
  const small = await openVault({ ...few.at, keyRing, cachedTokenSets: 1 });
  const large = await openVault({ ...manyPlace.at, keyRing, cachedTokenSets: 1 });
  /** @type {number[]} */
  const p99Small = [];
  /** @type {number[]} */
  const p99Large = [];
  try {
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      p99Small.push(await p99(small.connections, few.ids));
      p99Large.push(await p99(large.connections, manyPlace.ids));
    }
  } finally {
    await small.close();
    await large.close();
  }
  const [before, after] = [median(p99Small), median(p99Large)];
  return [
    { figure: `${name}: p99 of a cold read, ${FEW} connections`, measured: before, unit: 'ms' },
    { figure: `${name}: p99 of a cold read, ${many} connections`, measured: after, unit: 'ms' },
    { figure: `${name}: the second by the first`, measured: after / before, unit: '', required: 1.5, atMost: true },
  ];
}

/** @param {TokenStore} store @param {readonly string[]} ids */
async function p99(store, ids) {
  const durations = [];
  for (const id of shuffled(ids)) {
    const startedAt = performance.now();
    await store.read(id);
    durations.push(performance.now() - startedAt);
  }
  durations.sort((a, b) => a - b);
  return durations[Math.floor(durations.length * 0.99)] ?? 0;
}

/**
 * A thousand calls wait while another process refreshes: how many queries does a look at the row cost?
 *
 * @returns {Promise<Figure[]>}
 */
async function waiting() {
  const folder = newFolder('waiting');
  const vault = await openVault({ file: join(folder, 'vault.db'), keyRing });
  try {
    const calls = 1_000;
    const refreshMs = 3_000;
    const { id, generation } = await vault.connections.saveSignIn(keyOf(0), expired(tokenSetOf(0)));
    // Another process has the lease, and its request is under way.
    await vault.connections.acquireLease(id, { owner: 'another process', generation, ttlMs: 5_000 });
    await vault.connections.markSending(id, { owner: 'another process', generation, deadlineMs: 35_000, retry: false });

    let looks = 0;
    const manager = createTokenManager({
      provider: keycloakProvider('http://127.0.0.1:1/auth/realms/third-party'),
      client: clientCredentials('client', 'secret'),
      store: {
        ...vault.connections,
        readStates(ids) {
          looks += 1;
          return vault.connections.readStates(ids);
        },
      },
    });
    const startedAt = performance.now();
    const tokens = manager.forConnection(id);
    const waiters = Array.from({ length: calls }, () => tokens.getAccessToken());
    await new Promise((resolve) => setTimeout(resolve, refreshMs));
    await vault.connections.replace(id, { generation, tokenSet: tokenSetOf(0) });
    await Promise.all(waiters);
    const seconds = (performance.now() - startedAt) / 1_000;
    await manager.close();
    return [
      { figure: `${calls} calls wait ${round(seconds)} s for one refresh: queries`, measured: looks, unit: '' },
      // A look every 100 ms at most, and the first one at once.
      { figure: 'the same, per second', measured: looks / seconds, unit: '/s', required: 11, atMost: true },
    ];
  } finally {
    await vault.close();
    removeFolder(folder);
  }
}

/** @param {TokenSet} tokenSet */
function expired(tokenSet) {
  return new TokenSet({ ...tokenSet.serialize(), accessTokenExpiresAt: Date.now() - 1_000 });
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** @template Item @param {readonly Item[]} items */
function shuffled(items) {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** @param {number} number */
function round(number) {
  return number >= 100 ? Math.round(number) : Math.round(number * 100) / 100;
}
