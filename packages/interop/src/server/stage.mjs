/**
 * What the callback server's promises are played on: a REST API, a real browser, and servers with a `.env` each.
 * @module
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.mjs';
import { CLIENT, thirdParty, thirdPartyShort } from '../realms.mjs';
import { launchBrowser } from './browser.mjs';
import { PROGRAMS, startServer } from './process.mjs';
import { startRestApi } from './rest-api.mjs';

/** Long enough for a page of a busy machine, short enough to be noticed. Duration in milliseconds. */
const PATIENCE_MS = 15_000;

/** The lifetime of an access token in the realm where they end while you watch. */
export const ACCESS_TOKEN_S = 3;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./process.mjs').ServerProcess} ServerProcess */
/** @typedef {Awaited<ReturnType<typeof createStage>>} Stage */

/** @param {import('../keycloak.mjs').Keycloak} keycloak */
export async function createStage(keycloak) {
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-interop-'));
  const screenshots = join(folder, 'screenshots');
  mkdirSync(screenshots);
  // Fresh, so that nobody has consented to anything yet.
  await keycloak.admin.importRealm(thirdParty());
  await keycloak.admin.importRealm(thirdPartyShort({ accessTokenSeconds: ACCESS_TOKEN_S, sessionSeconds: 3_600 }));
  const api = await startRestApi({ issuers: ['third-party', 'third-party-short'].map(keycloak.issuer) });
  const { browser, close } = await launchBrowser();
  /** @type {ServerProcess[]} */
  const servers = [];
  let shots = 0;

  return {
    keycloak,
    screenshots,
    /** Base URL of the REST API. */
    apiUrl: api.url,

    /** Working folder of a server; its vault is in `.sipgate-kit` below. @param {string} name */
    folderOf: (name) => join(folder, name),

    /** Everything all servers have printed. */
    printed: () => servers.map((server) => server.output()).join('\n'),

    /**
     * Starts a program, the callback server's bin unless told otherwise; a second server of the same name takes over the first one's folder.
     *
     * @param {string} name
     * @param {Record<string, string>} [changes] of the `.env`
     * @param {keyof typeof PROGRAMS} [program]
     */
    async serve(name, changes = {}, realm = 'third-party', program = 'callbackServer') {
      const home = join(folder, name);
      mkdirSync(home, { recursive: true });
      const variables = {
        BASE_URL: `${keycloak.issuer(realm)}/protocol/openid-connect`,
        CLIENT_ID: CLIENT.clientId,
        CLIENT_SECRET: CLIENT.clientSecret,
        OAUTH_SCOPE: 'account:read balance:read',
        REDIRECT_URI: `http://localhost:${await freePort()}/oauth`,
        SIPGATE_KIT_API_URL: api.url,
        ...changes,
      };
      const server = await startServer(home, variables, PROGRAMS[program]);
      servers.push(server);
      return server;
    },

    /** A person's browser, with nothing in it yet. */
    async newPage() {
      const context = await browser.newContext({ locale: 'en-GB' });
      context.setDefaultTimeout(PATIENCE_MS);
      return context.newPage();
    },

    /** @param {Page} page @param {string} name */
    async photograph(page, name) {
      shots += 1;
      await page.screenshot({
        path: join(screenshots, `${String(shots).padStart(2, '0')}-${name}.png`),
        fullPage: true,
      });
    },

    /** Ends everything; the screenshots stay. */
    async close() {
      await Promise.all(servers.map((server) => server.kill()));
      await close();
      await api.close();
      for (const name of readdirSync(folder)) {
        if (name !== 'screenshots') rmSync(join(folder, name), { recursive: true, force: true });
      }
    },
  };
}
