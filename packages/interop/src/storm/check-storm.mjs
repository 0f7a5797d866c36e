/** @module many callers and many processes want an access token in the moment the old one has ended */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  clientCredentials,
  finishAuthorization,
  keycloakProvider,
  refreshTokenSet,
  startAuthorization,
} from '@sipgate-kit/core';
import { openFileStore } from '@sipgate-kit/vault/file';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { createPerson } from '../person.mjs';
import { CLIENT, REDIRECT_URI, USERS } from '../realms.mjs';
import { ACCESS_TOKEN_S } from '../server/stage.mjs';

const PROGRAM = fileURLToPath(new URL('./storm-process.mjs', import.meta.url));
const REALM = 'third-party-short';
const CALLERS = [1, 20, 200];
const PROCESSES = [1, 2, 4];
/** No refresh follows another sooner, since the token it brought has to end first. Duration in milliseconds. */
const EARLIEST_NEXT_REFRESH_MS = (ACCESS_TOKEN_S - 1) * 1_000;

/** @typedef {import('./storm-process.mjs').Order} Order */
/** @typedef {import('./storm-process.mjs').Report} Report */

/**
 * @param {import('../keycloak.mjs').Keycloak} keycloak whose realm of short lifetimes has sessions that outlive the storm
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkStorm(keycloak, { begin, check }) {
  begin('refresh storm, with access tokens of 3 s');
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-storm-'));
  const crew = Array.from({ length: Math.max(...PROCESSES) }, () => fork(PROGRAM, { stdio: 'inherit' }));
  try {
    const cells = PROCESSES.flatMap((processes) => CALLERS.map((callers) => ({ processes, callers })));
    const scenes = [];
    // One after the other: several first consents of one person at once are a 500 of Keycloak's.
    for (const cell of cells) scenes.push(await prepare(keycloak.issuer(REALM), join(folder, nameOf(cell))));
    await sleep((ACCESS_TOKEN_S + 1) * 1_000);
    for (const [index, { processes, callers }] of cells.entries()) {
      const scene = scenes[index];
      if (scene === undefined) throw new Error('every cell has its scene');
      await check(
        `${callers} at once in each of ${processes} processes: everybody is served, nobody signed out`,
        async () => {
          const beganAt = performance.now();
          const reports = await Promise.all(
            crew.slice(0, processes).map((child) => ask(child, { ...scene.order, callers })),
          );
          const elapsedMs = performance.now() - beganAt;
          assert.deepEqual(Object.assign({}, ...reports.map(({ failures }) => failures)), {});
          const reasons = reports.flatMap((report) => report.reasons);
          assert.ok(!reasons.includes('needs-login'), reasons.join(', '));
          const refreshes = reasons.filter((reason) => reason === 'refreshed').length;
          const most = 1 + Math.floor(elapsedMs / EARLIEST_NEXT_REFRESH_MS);
          assert.ok(
            refreshes >= 1 && refreshes <= most,
            `${refreshes} refreshes in ${Math.round(elapsedMs)} ms by ${processes} processes`,
          );
          await scene.assertAlive();
        },
      );
    }
  } finally {
    for (const child of crew) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {{ processes: number, callers: number }} cell */
const nameOf = ({ processes, callers }) => `${processes}-${callers}`;

/**
 * Signs somebody in, into a store of their own.
 *
 * @param {string} issuer
 * @param {string} folder
 */
async function prepare(issuer, folder) {
  const keys = KeyRing.generate().serialize();
  const store = await openFileStore({ folder, keyRing: KeyRing.parse(keys) });
  const provider = keycloakProvider(issuer);
  const client = clientCredentials(CLIENT.clientId, CLIENT.clientSecret);
  const { url, transaction } = await startAuthorization(provider, {
    clientId: CLIENT.clientId,
    redirectUri: REDIRECT_URI,
    scopes: ['account:read'],
  });
  const { callback } = await createPerson(USERS.alice).signIn(url);
  const { key, tokenSet } = await finishAuthorization(provider, client, transaction, callback);
  const { id } = await store.saveSignIn(key, tokenSet);
  /** @type {Omit<Order, 'callers'>} */
  const order = { folder, keys, issuer, client: CLIENT, connectionId: id };
  return {
    order,
    /** The set that the store ended up with is good at the provider. */
    async assertAlive() {
      const connection = await store.read(id);
      assert.equal(connection?.status, 'active');
      await refreshTokenSet(provider, client, /** @type {NonNullable<typeof connection>} */ (connection).tokenSet);
    },
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Order} order
 * @returns {Promise<Report>}
 */
async function ask(child, order) {
  const answer = once(child, 'message');
  child.send(order);
  const [report] = await answer;
  return report;
}
