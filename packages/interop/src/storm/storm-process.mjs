/**
 * One process of an application in the storm: a token manager on a store that other processes have open, too.
 * @module
 */
import { clientCredentials, createTokenManager, keycloakProvider, SipgateKitError } from '@sipgate-kit/core';
import { openFileStore } from '@sipgate-kit/vault/file';
import { KeyRing } from '@sipgate-kit/vault/sealing';

/**
 * @typedef {object} Order
 * @property {string} folder        of the store
 * @property {string} keys          of the store
 * @property {string} issuer
 * @property {{ clientId: string, clientSecret: string }} client
 * @property {string} connectionId
 * @property {number} callers       how many ask for the access token at once
 *
 * @typedef {object} Report
 * @property {Record<string, number>} failures   by error code
 * @property {string[]} reasons                   of the manager's decisions
 * @property {string[]} accessTokens              the different ones that came
 */

process.on('message', (/** @type {Order} */ order) => {
  play(order).then(
    (report) => process.send?.(report),
    (error) => process.send?.({ failures: { [String(error)]: order.callers }, reasons: [], accessTokens: [] }),
  );
});

/** @param {Order} order @returns {Promise<Report>} */
async function play({ folder, keys, issuer, client, connectionId, callers }) {
  const store = await openFileStore({ folder, keyRing: KeyRing.parse(keys) });
  /** @type {string[]} */
  const reasons = [];
  const manager = createTokenManager({
    provider: keycloakProvider(issuer),
    client: clientCredentials(client.clientId, client.clientSecret),
    store,
    leewayMs: 0,
    onEvent: ({ reason }) => reasons.push(reason),
  });
  const tokens = manager.forConnection(connectionId);
  /** @type {Record<string, number>} */
  const failures = {};
  const got = await Promise.all(
    Array.from({ length: callers }, () =>
      tokens.getAccessToken().catch((error) => {
        const code = error instanceof SipgateKitError ? error.code : String(error);
        failures[code] = (failures[code] ?? 0) + 1;
        return undefined;
      }),
    ),
  );
  await manager.close();
  return { failures, reasons, accessTokens: [...new Set(got.filter((token) => token !== undefined))] };
}
