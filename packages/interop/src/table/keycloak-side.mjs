/**
 * A real Keycloak, as one case sees it: its own person, clients of its own, and time that has to be waited for.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT, LIFETIMES, PUBLIC_CLIENT, person, REDIRECT_URI } from '../realms.mjs';

const REALM = 'third-party';
const SHORT_REALM = 'third-party-short';

/** Milliseconds to wait; ends are those of the realm with the short lifetimes, and a bit, since Keycloak judges in whole seconds. */
const WAITS = {
  'a second': 1_100,
  'a poll': 5_100,
  'a code': LIFETIMES.codeSeconds * 1_000 + 1_500,
  'an access token': LIFETIMES.accessTokenSeconds * 1_000 + 1_500,
  'a session': LIFETIMES.sessionSeconds * 1_000 + 1_500,
  'a device code': LIFETIMES.deviceCodeSeconds * 1_000 + 1_500,
};

/**
 * @param {import('../keycloak.mjs').Keycloak} keycloak
 * @returns {() => Promise<{ side: import('../world.mjs').Side, close: () => Promise<void> }>} makes the next case's side
 */
export function keycloakSides({ admin, issuer }) {
  let people = 0;
  let clients = 0;

  return async () => {
    people += 1;
    const { account, representation: newcomer } = person(people);
    /** @type {Map<string, Promise<typeof account>>} */
    const added = new Map();

    /** @type {import('../world.mjs').Side} */
    const side = {
      issuer,
      shortRealm: SHORT_REALM,
      client: CLIENT,
      publicClient: PUBLIC_CLIENT,
      account(realm) {
        const known = added.get(realm) ?? admin.addUser(realm, newcomer).then(() => account);
        added.set(realm, known);
        return known;
      },
      async addClient(settings, realm) {
        clients += 1;
        const clientId = `2556404-9-spare-${clients}:third-party`;
        const clientSecret = `secret-of-${clients}`;
        await admin.addClient(realm, {
          clientId,
          secret: clientSecret,
          protocol: 'openid-connect',
          publicClient: false,
          consentRequired: true,
          fullScopeAllowed: false,
          directAccessGrantsEnabled: false,
          redirectUris: [REDIRECT_URI],
          protocolMappers: [audienceMapper(clientId)],
          ...representation(settings),
        });
        return { clientId, clientSecret };
      },
      changeClient: (clientId, settings) => admin.changeClient(REALM, clientId, representation(settings)),
      endSessions: () => admin.logout(REALM, account.username),
      enableAccount: (enabled) => admin.changeUser(REALM, account.username, { enabled }),
      withdrawConsent: (clientId) => admin.withdrawConsent(REALM, account.username, clientId),
      now: Date.now,
      pass: (what) => sleep(WAITS[what]),
    };
    return { side, close: async () => {} };
  };
}

/** Access tokens of sipgate's carry the client as their audience. @param {string} clientId */
const audienceMapper = (clientId) => ({
  name: 'audience',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: {
    'included.client.audience': clientId,
    'access.token.claim': 'true',
    'introspection.token.claim': 'true',
  },
});

/**
 * Settings of a client in Keycloak's own words.
 *
 * @param {import('../world.mjs').ClientSettings} settings
 */
function representation({ standardFlow, deviceFlow, requiredPkceMethod, clientSecret, termsUrl, privacyUrl, ...same }) {
  const attributes = {
    ...(deviceFlow === undefined ? {} : { 'oauth2.device.authorization.grant.enabled': String(deviceFlow) }),
    ...(requiredPkceMethod === undefined ? {} : { 'pkce.code.challenge.method': requiredPkceMethod }),
    ...(termsUrl === undefined ? {} : { tosUri: termsUrl }),
    ...(privacyUrl === undefined ? {} : { policyUri: privacyUrl }),
  };
  return {
    ...same,
    ...(standardFlow === undefined ? {} : { standardFlowEnabled: standardFlow }),
    ...(clientSecret === undefined ? {} : { secret: clientSecret }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}
