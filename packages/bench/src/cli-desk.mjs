/**
 * A sandbox, and somebody who works with it on the command line.
 * @module
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newFolder, removeFolder } from './folders.mjs';
import { startChild } from './orders.mjs';

/** The built command. */
export const SIPGATE = fileURLToPath(new URL('../../../apps/cli/bin/sipgate.cjs', import.meta.url));

/** @typedef {Record<string, string>} Environment */

/**
 * @typedef {object} Desk
 * @property {Environment} pat       Alice works with her personal access token
 * @property {Environment} signedIn  Alice has signed in by OAuth
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Desk>} */
export async function openDesk() {
  const folder = newFolder('cli');
  const sandbox = startChild('./sandbox-process.mjs');
  const { issuer, apiUrl, client, user } = await sandbox.ask('about');
  const base = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    SIPGATE_API_URL: apiUrl,
    SIPGATE_ISSUER: issuer,
  };
  const { tokenId, token } = user.personalAccessToken;
  const signedIn = { ...base, SIPGATE_CLIENT_ID: client.clientId };
  await signIn(signedIn, client.clientSecret, (url) =>
    sandbox.ask('signIn', { authorizationUrl: url, browser: 'one' }),
  );
  return {
    pat: { ...base, SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token },
    signedIn,
    async close() {
      await sandbox.kill();
      removeFolder(folder);
    },
  };
}

/**
 * `sipgate login`, with the sandbox as the browser.
 *
 * @param {Environment} env @param {string} secret @param {(authorizationUrl: string) => Promise<string>} browse
 * @returns {Promise<void>}
 */
function signIn(env, secret, browse) {
  const args = [
    'login',
    '--no-browser',
    '--client-secret-stdin',
    '--scope',
    'all',
    '--redirect-uri',
    'http://127.0.0.1/oauth',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SIPGATE, ...args], { env, stdio: ['pipe', 'ignore', 'pipe'] });
    child.stdin.end(`${secret}\n`);
    let said = '';
    let browsed = false;
    child.stderr.setEncoding('utf8').on('data', async (text) => {
      said += text;
      const url = /https?:\S+\/protocol\/openid-connect\/auth\?\S+/.exec(said)?.[0];
      if (browsed || url === undefined || !said.slice(said.indexOf(url) + url.length).includes('\n')) return;
      browsed = true;
      await browse(url).then(fetch, reject);
    });
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The sign-in ended with ${code}:\n${said}`)),
    );
  });
}
