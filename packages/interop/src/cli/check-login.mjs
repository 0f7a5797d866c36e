/** @module `sipgate login`, with the person at Keycloak's own pages in a real browser */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PUBLIC_CLIENT, USERS } from '../realms.mjs';
import { fillIn } from '../server/pages.mjs';

const BIN = fileURLToPath(new URL('../../../../apps/cli/bin/sipgate.cjs', import.meta.url));
/** Something waits for a person, and nobody comes: the command has failed. Duration in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * @param {import('../server/stage.mjs').Stage} stage
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkLogin({ keycloak, newPage, apiUrl, photograph }, { begin, check }) {
  begin('sipgate login, in a browser');
  const home = mkdtempSync(join(tmpdir(), 'sipgate-kit-cli-'));
  const sipgate = createDesk(home, {
    SIPGATE_CLIENT_ID: PUBLIC_CLIENT.clientId,
    SIPGATE_ISSUER: keycloak.issuer('third-party'),
    SIPGATE_API_URL: apiUrl,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
  });
  try {
    await check('a person who says No ends it with access_denied', async () => {
      await keycloak.admin.withdrawConsent('third-party', 'bob', PUBLIC_CLIENT.clientId).catch(() => undefined);
      const login = await sipgate.login();
      const page = await newPage();
      await page.goto(login.url);
      await fillIn(page, USERS.bob);
      await page.locator('[name=cancel]').click();
      const { code, stderr } = await login.ended;
      assert.notEqual(code, 0);
      assert.match(stderr, /access_denied/);
      await page.context().close();
    });

    await check('password and consent at Keycloak, and the command says who is signed in', async () => {
      const login = await sipgate.login();
      const page = await newPage();
      await page.goto(login.url);
      await fillIn(page, USERS.alice);
      const consent = page.locator('[name=accept]');
      await consent.click();
      await page.waitForURL((url) => url.hostname === '127.0.0.1' && url.pathname.startsWith('/oauth'));
      await photograph(page, 'sipgate-login');
      const { code, stdout, stderr } = await login.ended;
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(`${stdout}${stderr}`, /eyJ[\w-]{10}/);
      assert.equal(JSON.parse(stdout).clientId, PUBLIC_CLIENT.clientId);
      await page.context().close();
    });

    await check('afterwards, calls to the API carry a token that Keycloak takes', async () => {
      const { code, stdout, stderr } = await sipgate.run(['api', '/account']);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /Adler Optik GmbH/);
    });

    await check('logout revokes at Keycloak, and the next call asks to sign in', async () => {
      const out = await sipgate.run(['logout']);
      assert.equal(out.code, 0, out.stderr);
      const after = await sipgate.run(['api', '/account']);
      assert.notEqual(after.code, 0);
      assert.match(after.stderr, /sipgate login/);
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @typedef {{ code: number | null, stdout: string, stderr: string }} Run */

/**
 * A machine of its own for the command: an empty home, none of this process's settings.
 *
 * @param {string} home
 * @param {Record<string, string>} settings
 */
function createDesk(home, settings) {
  /** @param {readonly string[]} args */
  function start(args) {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        USERPROFILE: home,
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_STATE_HOME: join(home, 'state'),
        XDG_CACHE_HOME: join(home, 'cache'),
        BROWSER: 'none',
        DO_NOT_TRACK: '1',
        ...settings,
      },
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said.stderr += text;
    });
    const ended = once(child, 'close').then(([code]) => /** @type {Run} */ ({ code, ...said }));
    return { child, said, ended };
  }

  return {
    /** @param {readonly string[]} args */
    run: (args) => start(args).ended,

    /** Starts `sipgate login --json`; resolves when it has printed the address and waits. */
    async login() {
      const { child, said, ended } = start(['login', '--json', '--scope', 'account:read']);
      const overdue = setTimeout(() => child.kill(), PATIENCE_MS);
      void ended.then(() => clearTimeout(overdue));
      for (;;) {
        const url = /(https?:\S+response_type=code\S+)\r?\n/.exec(said.stderr)?.[1];
        if (url !== undefined) return { url, ended };
        const next = await Promise.race([once(child.stderr, 'data').then(() => undefined), ended]);
        if (next !== undefined) throw new Error(`sipgate login ended with ${next.code}:\n${next.stderr}`);
      }
    },
  };
}
