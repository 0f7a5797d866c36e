/**
 * What a sign-in of ours consists of, step by step, without server and browser: how long the one thread that all sign-ins
 * share is busy with each. A process of its own.
 * @module
 */
import { performance } from 'node:perf_hooks';
import {
  createProviderClock,
  finishAuthorization,
  keycloakProvider,
  Secret,
  startAuthorization,
  TokenSet,
} from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import { takeOrders } from '../orders.mjs';

const AT_ONCE = 16;
const PEOPLE = 1_000;
const CLIENT = { clientId: 'bench:third-party', clientSecret: new Secret('bench-secret') };

takeOrders({
  /** @param {{ issuer: string, file: string, count: number, rounds: number }} request @returns {Promise<Record<string, number[]>>} busy µs of each round */
  async measure({ issuer, file, count, rounds }) {
    const vault = await openVault({ file, keyRing: KeyRing.generate() });
    /** @type {Record<string, number[]>} */
    const measured = {};
    for (let round = -1; round < rounds; round += 1) {
      for (const [name, step] of Object.entries(stepsOf(vault, issuer))) {
        const micros = await busy(count, step);
        if (round >= 0) measured[name] = [...(measured[name] ?? []), micros];
      }
    }
    await vault.close();
    return measured;
  },
});

/** Each step with what the ones before it have left. @param {import('@sipgate-kit/vault/sql').Vault} vault @param {string} issuer */
function stepsOf(vault, issuer) {
  const provider = { ...keycloakProvider(issuer), issParameterSupported: true };
  const clock = createProviderClock();
  /** @type {import('@sipgate-kit/core').AuthorizationTransaction[]} */
  const begun = [];
  /** @type {import('@sipgate-kit/core').SignIn[]} */
  const signedIn = [];
  const codeFor = (/** @type {number} */ person) =>
    inBase64({ sub: `person-${person % PEOPLE}`, client: CLIENT.clientId, nonce: begun[person]?.nonce });
  /** @type {Record<string, (person: number) => Promise<unknown>>} */
  const steps = {
    async 'making state, PKCE, address'() {
      const request = { clientId: CLIENT.clientId, redirectUri: 'http://localhost/oauth', scopes: ['account:read'] };
      begun.push((await startAuthorization(provider, request)).transaction);
    },
    'sealing and keeping that': (person) =>
      vault.transactions.put({
        browserId: `browser-${person}`,
        firstOfBrowser: true,
        transaction: transactionOf(person),
        returnTo: '/',
      }),
    'taking it out and opening it': (person) => vault.transactions.consume(transactionOf(person).state),
    async 'trading the code, all in all'(person) {
      const { state } = transactionOf(person);
      const callback = new URLSearchParams({ state, code: codeFor(person), iss: issuer });
      signedIn.push(await finishAuthorization(provider, CLIENT, transactionOf(person), callback, { clock }));
    },
    async 'of that, a bare fetch'(person) {
      const body = new URLSearchParams({ code: codeFor(person) });
      await (await fetch(provider.tokenEndpoint, { method: 'POST', body })).json();
    },
    async 'sealing the tokens and keeping them'(person) {
      const { key, tokenSet } = signedIn[person] ?? never();
      await vault.connections.saveSignIn(key, new TokenSet({ ...tokenSet.serialize(), issuedAt: Date.now() }));
    },
    'beginning the session': (person) => vault.sessions.create({ connectionId: `person-${person}` }),
  };
  return steps;

  /** @param {number} person */
  function transactionOf(person) {
    return begun[person] ?? never();
  }
}

/** @returns {never} */
function never() {
  throw new Error('A step came before the one it builds on.');
}

/** @param {object} value */
const inBase64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * @param {number} count @param {(person: number) => Promise<unknown>} step
 * @returns {Promise<number>} µs of the thread for each, waiting left out
 */
async function busy(count, step) {
  let next = 0;
  const before = performance.eventLoopUtilization();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        const person = next;
        next += 1;
        await step(person);
      }
    }),
  );
  return (performance.eventLoopUtilization(before).active / count) * 1_000;
}
