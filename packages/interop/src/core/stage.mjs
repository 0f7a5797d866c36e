/** @module what core's promises are played on */
import assert from 'node:assert/strict';
import {
  clientCredentials,
  finishAuthorization,
  keycloakProvider,
  SipgateKitError,
  startAuthorization,
} from '@sipgate-kit/core';
import { createPerson } from '../person.mjs';
import { CLIENT, REDIRECT_URI, USERS } from '../realms.mjs';

/** @param {import('../keycloak.mjs').Keycloak} keycloak */
export function createStage(keycloak) {
  const provider = keycloakProvider(keycloak.issuer('third-party'));
  const client = clientCredentials(CLIENT.clientId, CLIENT.clientSecret);
  const usual = { clientId: CLIENT.clientId, redirectUri: REDIRECT_URI, scopes: ['account:read', 'balance:read'] };

  /** @param {Partial<import('@sipgate-kit/core').AuthorizationRequest>} [changes] */
  const ask = (changes, of = provider) => startAuthorization(of, { ...usual, ...changes });

  /** A sign-in whose code has not been exchanged yet. */
  async function pending() {
    const { url, transaction } = await ask();
    const { callback } = await createPerson(USERS.alice).signIn(url);
    return { transaction, callback };
  }

  /**
   * @param {{ of?: typeof provider, as?: typeof client, who?: 'alice' | 'bob', person?: import('../person.mjs').Person }} [options]
   */
  async function signIn({ of = provider, as = client, who = 'alice', person = createPerson(USERS[who]) } = {}) {
    const { url, transaction } = await ask({ clientId: as.clientId }, of);
    const { callback } = await person.signIn(url);
    return { ...(await finishAuthorization(of, as, transaction, callback)), callback, transaction, person };
  }

  return {
    provider,
    shortProvider: keycloakProvider(keycloak.issuer('third-party-short')),
    client,
    ask,
    pending,
    signIn,
  };
}

/**
 * @param {string} code
 * @param {Promise<unknown>} promise
 */
export async function failsWith(code, promise) {
  const error = await promise.then(
    () => undefined,
    (/** @type {unknown} */ reason) => reason,
  );
  if (error === undefined) throw new Error(`expected ${code}, but it succeeded`);
  if (!(error instanceof SipgateKitError)) throw error;
  assert.equal(error.code, code, error.message);
}
