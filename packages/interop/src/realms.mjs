/**
 * The realms a run works in: sipgate's `third-party` as we rebuild it, and one whose lifetimes pass while you wait.
 * @module
 */
import { readFileSync } from 'node:fs';

const file = new URL('../realm/third-party.json', import.meta.url);

/** @returns {any} the realm as written in realm/third-party.json */
export const thirdParty = () => JSON.parse(readFileSync(file, 'utf8'));

/**
 * One more person like Alice, for somebody who wants to be alone; added by the admin API.
 *
 * @param {number} serial from 1
 */
export function person(serial) {
  const account = { username: `person-${serial}`, password: 'sandbox' };
  const [alice] = thirdParty().users;
  const { realmRoles: _, ...same } = alice;
  const representation = {
    ...same,
    username: account.username,
    email: `${account.username}@adler-optik.example`,
    attributes: { sipgateSub: [alice.attributes.sipgateSub[0].replace(/\d+$/, String(2_000_000 + serial))] },
    credentials: [{ type: 'password', value: account.password }],
    groups: ['/people'],
  };
  return { account, representation };
}

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

/** What takes minutes and a month in `third-party`, in seconds, for {@link thirdPartyShort}. */
export const LIFETIMES = { accessTokenSeconds: 3, sessionSeconds: 12, codeSeconds: 5, deviceCodeSeconds: 3 };

/**
 * Keycloak has no clock to advance: what takes a month in `third-party` takes seconds here.
 *
 * @param {Partial<typeof LIFETIMES>} [lifetimes]
 */
export function thirdPartyShort(lifetimes = {}) {
  const { accessTokenSeconds, sessionSeconds, codeSeconds, deviceCodeSeconds } = { ...LIFETIMES, ...lifetimes };
  return {
    ...thirdParty(),
    realm: 'third-party-short',
    accessTokenLifespan: accessTokenSeconds,
    ssoSessionIdleTimeout: sessionSeconds,
    ssoSessionMaxLifespan: sessionSeconds,
    accessCodeLifespan: codeSeconds,
    oauth2DeviceCodeLifespan: deviceCodeSeconds,
  };
}
