/**
 * The realms a run works in: sipgate's `third-party` as we rebuild it, and one whose lifetimes pass while you wait.
 * @module
 */
import { readFileSync } from 'node:fs';

const file = new URL('../realm/third-party.json', import.meta.url);

/** @returns {any} the realm as written in realm/third-party.json */
export const thirdParty = () => JSON.parse(readFileSync(file, 'utf8'));

export const CLIENT = { clientId: confidential().clientId, clientSecret: String(confidential().secret) };
export const PUBLIC_CLIENT = { clientId: String(thirdParty().clients[1].clientId) };
export const REDIRECT_URI = 'http://localhost:8080/oauth';
export const USERS = {
  alice: { username: 'alice', password: 'sandbox' },
  bob: { username: 'bob', password: 'sandbox' },
};

function confidential() {
  return thirdParty().clients[0];
}

/**
 * Keycloak has no clock to advance: what takes a month in `third-party` takes seconds here.
 *
 * @param {{ accessTokenSeconds?: number, sessionSeconds?: number, codeSeconds?: number }} [lifetimes]
 */
export function thirdPartyShort({ accessTokenSeconds = 3, sessionSeconds = 12, codeSeconds = 2 } = {}) {
  return {
    ...thirdParty(),
    realm: 'third-party-short',
    accessTokenLifespan: accessTokenSeconds,
    ssoSessionIdleTimeout: sessionSeconds,
    ssoSessionMaxLifespan: sessionSeconds,
    accessCodeLifespan: codeSeconds,
  };
}
