/**
 * Our callback server as people run it: the built command, in a process of its own that says what it uses.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { startChild } from '../orders.mjs';

/** @typedef {import('../orders.mjs').Child} Child */

const BIN = new URL('../../../../apps/callback-server/bin/sipgate-callback-server.mjs', import.meta.url).href;
/** Given to `--import`, it makes a process answer the order `usage`. */
export const USAGE = new URL('./usage.mjs', import.meta.url).href;
const START_PATIENCE_MS = 30_000;

/**
 * @typedef {object} Settings
 * @property {string} origin    where it is to be found, as in `http://localhost:8080`
 * @property {string} issuer
 * @property {{ id: string, secret: string }} client
 * @property {string} apiUrl
 * @property {string} folder    for its data
 * @property {Record<string, string>} [environment] further variables
 * @property {number} [heapMb]  how large the heap may become; without it Node takes what the machine has
 */

/** @param {Settings} settings @returns {Child} */
export function startCallbackServer({ origin, issuer, client, apiUrl, folder, environment, heapMb }) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    BASE_URL: `${issuer}/protocol/openid-connect`,
    CLIENT_ID: client.id,
    CLIENT_SECRET: client.secret,
    OAUTH_SCOPE: 'account:read',
    REDIRECT_URI: `${origin}/oauth`,
    PORT: new URL(origin).port,
    SIPGATE_KIT_API_URL: apiUrl,
    SIPGATE_KIT_DATA_DIR: folder,
    SIPGATE_KIT_SEALING_KEYS: KeyRing.generate().serialize(),
    ...environment,
  };
  const limit = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  return startChild(BIN, [], { cwd: folder, env, execArgv: [...limit, '--import', USAGE] });
}

/**
 * Waits until a server that was just started answers, whatever it says.
 *
 * @param {Child} server @param {string} url
 */
export async function firstAnswer(server, url) {
  for (const began = Date.now(); ; await sleep(50)) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    if (answer !== undefined) return;
    // Whoever has ended answers this with what was its last word.
    if (!server.alive()) await server.ask('usage');
    if (Date.now() - began > START_PATIENCE_MS) throw new Error(`The server at ${url} does not start.`);
  }
}
