/**
 * The servers that are measured, ours and others, each started in a process of its own.
 * @module
 */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Libsql from 'libsql';
import pg from 'pg';
import { newFolder } from '../folders.mjs';
import { startChild } from '../orders.mjs';
import { PEERS, peerVersion } from '../peer-folder.mjs';
import { freePort } from '../postgres-server.mjs';
import { startCallbackServer, USAGE } from './callback-server.mjs';

/**
 * @typedef {object} Candidate
 * @property {string} name
 * @property {'ours' | 'express' | 'hono' | 'bare'} kind
 * @property {string} login           path that begins a sign-in
 * @property {string | undefined} page          answers 200 to those who are signed in and 401 to others; a bare one has none
 * @property {(place: Place) => Promise<Started>} start
 */

/** @typedef {{ issuer: string, origin: string }} Place */
/** @typedef {{ server: import('../orders.mjs').Child, tidy?: () => Promise<void>, close?: () => Promise<void> }} Started */

export const CLIENT = { id: '2400101-0-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e01:third-party', secret: 'bench-secret' };

/** @param {() => Promise<string>} newDatabase of the PostgreSQL @returns {readonly Candidate[]} */
export function candidates(newDatabase) {
  return [
    {
      name: 'sipgate-kit, SQLite',
      kind: 'ours',
      login: '/login',
      page: '/me',
      async start(place) {
        const folder = newFolder('server');
        const server = ours(place, folder, {});
        const file = join(folder, 'vault.sqlite');
        return { server, tidy: async () => forgetSignInsSqlite(file) };
      },
    },
    {
      name: 'sipgate-kit, PostgreSQL',
      kind: 'ours',
      login: '/login',
      page: '/me',
      async start(place) {
        const url = await newDatabase();
        const server = ours(place, newFolder('server'), { DATABASE_URL: url });
        return { server, tidy: () => forgetSignInsPostgres(url) };
      },
    },
    peer('@hono/oidc-auth', 'hono', 'hono-oidc-auth.mjs'),
    peer('@hono/oauth-providers', 'hono', 'hono-oauth-providers.mjs'),
    { ...peer('grant', 'express', 'express-grant.mjs', 'express + grant'), login: '/connect/sipgate' },
    peer('passport-oauth2', 'express', 'express-passport.mjs', 'express + passport-oauth2'),
    peer('express-openid-connect', 'express', 'express-openid-connect.mjs'),
    { ...peer('hono', 'bare', 'bare-pkce.mjs', 'hono, a redirect with PKCE'), page: undefined },
    { ...peer('hono', 'bare', 'bare-redirect.mjs', 'hono, a bare redirect'), page: undefined },
  ];
}

/**
 * The command as people run it, but for its log, which the others do not have.
 *
 * @param {Place} place @param {string} folder @param {Record<string, string>} environment
 */
function ours({ issuer, origin }, folder, environment) {
  return startCallbackServer({
    origin,
    issuer,
    client: CLIENT,
    apiUrl: `${issuer}/no-api`,
    folder,
    environment: { SIPGATE_KIT_HOST: '127.0.0.1', SIPGATE_KIT_LOG_LEVEL: 'warn', ...environment },
  });
}

/**
 * @param {string} packageName @param {'express' | 'hono' | 'bare'} kind @param {string} script @param {string} [name]
 * @returns {Candidate}
 */
function peer(packageName, kind, script, name = packageName) {
  return {
    name: `${name} ${peerVersion(packageName)}`,
    kind,
    login: '/login',
    page: '/who',
    async start({ issuer, origin }) {
      const env = {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'production',
        ISSUER: issuer,
        ORIGIN: origin,
        CLIENT_ID: CLIENT.id,
        CLIENT_SECRET: CLIENT.secret,
      };
      const url = pathToFileURL(join(PEERS, 'servers', script)).href;
      return {
        server: startChild(url, [], { cwd: fileURLToPath(new URL('.', url)), env, execArgv: ['--import', USAGE] }),
      };
    },
  };
}

/** Browsers that never came back would fill the vault's room for sign-ins under way. @param {string} file */
function forgetSignInsSqlite(file) {
  const database = new Libsql(file, { timeout: 5_000 });
  database.exec('delete from vault_transactions');
  database.close();
}

/** @param {string} url */
async function forgetSignInsPostgres(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('delete from vault_transactions');
  await client.query('vacuum vault_transactions');
  await client.end();
}

/** @returns {Promise<string>} */
export async function freeOrigin() {
  return `http://localhost:${await freePort()}`;
}
