/**
 * A vault with more and more connections: whether a read, a refresh's write and the look for what is due stay as fast. Up to
 * a million of them are measured by `pnpm storm --figures`.
 * @module
 */
import { join } from 'node:path';
import { TokenSet } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import { figureOf } from './figure.mjs';
import { fillSqlite } from './filling.mjs';
import { newFolder, removeFolder } from './folders.mjs';
import { inRounds } from './rounds.mjs';

/** Of these tokens are read and replaced; the rest makes the vault large. */
const REAL = 200;

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureConnectionGrowth({ quick }) {
  const sizes = quick ? [1_000, 10_000] : [1_000, 10_000, 100_000];
  const places = [];
  try {
    for (const size of sizes) places.push(await vaultOf(size));
    const rounds = { rounds: quick ? 2 : 9 };
    const reads = await inRounds(
      rounds,
      casesOf(places, ({ read }) => read),
    );
    const writes = await inRounds(
      rounds,
      casesOf(places, ({ replace }) => replace),
    );
    const of = (/** @type {string} */ group, /** @type {Record<string, number[]>} */ times) =>
      sizes.map((size) => figureOf({ group, name: `${size}`, unit: 'ms', ours: true }, times[`${size}`] ?? []));
    return [
      ...of('Connections in a vault (SQLite): a cold read', reads),
      ...of('Connections in a vault (SQLite): new tokens, on the disk', writes),
    ];
  } finally {
    for (const place of places) await place.close();
  }
}

/** @typedef {Awaited<ReturnType<typeof vaultOf>>} Place */

/** @param {readonly Place[]} places @param {(place: Place) => () => Promise<number>} measure */
const casesOf = (places, measure) => Object.fromEntries(places.map((place) => [`${place.size}`, measure(place)]));

/** @param {number} size */
async function vaultOf(size) {
  const folder = newFolder('growth');
  const file = join(folder, 'vault.sqlite');
  const vault = await openVault({ file, keyRing: KeyRing.generate(), cachedTokenSets: 1 });
  const { connections } = vault;
  /** @type {{ id: string, generation: number }[]} */
  const real = [];
  for (let person = 0; person < REAL; person += 1) {
    const key = {
      issuer: 'https://login.sipgate.com/auth/realms/third-party',
      clientId: 'client',
      subject: `${person}`,
    };
    real.push(await connections.saveSignIn(key, tokenSet()));
  }
  await fillSqlite(file, size - REAL);
  /** @param {(one: { id: string, generation: number }) => Promise<void>} act */
  const perConnection = async (act) => {
    const began = performance.now();
    for (const one of real) await act(one);
    return (performance.now() - began) / real.length;
  };
  return {
    size,
    read: () =>
      perConnection(async ({ id }) => {
        if ((await connections.read(id)) === undefined) throw new Error(`The vault lost ${id}.`);
      }),
    replace: () =>
      perConnection(async (one) => {
        const state = await connections.replace(one.id, { generation: one.generation, tokenSet: tokenSet() });
        if (state === undefined) throw new Error(`${one.id} has another generation.`);
        one.generation = state.generation;
      }),
    async close() {
      await vault.close();
      removeFolder(folder);
    },
  };
}

/** Of the size of sipgate's. */
function tokenSet() {
  const issuedAt = Date.now();
  return new TokenSet({
    accessToken: 'a'.repeat(1_400),
    refreshToken: 'r'.repeat(700),
    scopes: ['openid', 'account:read'],
    issuedAt,
    accessTokenExpiresAt: issuedAt + 300_000,
    refreshTokenExpiresAt: issuedAt + 30 * 86_400_000,
  });
}
