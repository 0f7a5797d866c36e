/**
 * The programs of `examples/` as their readers run them: each in a process of its own, with settings from its environment.
 * @module
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export const PROGRAMS = ['openid-client', 'simple-oauth2', 'passport-oauth2', 'oauth2-client'];

/**
 * @typedef {object} RunningProgram
 * @property {string} url                                      its start page, such as `http://localhost:41234/`
 * @property {(milliseconds: number) => Promise<void>} shift   sets how far its clock is off
 * @property {() => Promise<void>} close
 */

/**
 * Starts a program and waits until it says where it is.
 *
 * @param {string} name one of {@link PROGRAMS}
 * @param {{ clientId: string, clientSecret: string, issuer: string, apiUrl: string }} settings
 * @returns {Promise<RunningProgram>}
 */
export async function runProgram(name, { clientId, clientSecret, issuer, apiUrl }) {
  const url = `http://localhost:${await freePort()}/`;
  const program = fork(fileURLToPath(new URL(`../examples/${name}.mjs`, import.meta.url)), {
    execArgv: ['--import', new URL('shifted-clock.mjs', import.meta.url).href],
    env: {
      PATH: process.env['PATH'],
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      REDIRECT_URI: `${url}oauth`,
      SIPGATE_KIT_ISSUER: issuer,
      SIPGATE_KIT_API_URL: apiUrl,
    },
    silent: true,
  });
  const ended = once(program, 'exit');
  let said = '';
  await new Promise((resolve, reject) => {
    const listen = (/** @type {unknown} */ chunk) => {
      said += chunk;
      if (said.includes(`Open ${url}`)) resolve(undefined);
    };
    program.stdout?.on('data', listen);
    program.stderr?.on('data', listen);
    program.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)));
  });
  return {
    url,
    async shift(milliseconds) {
      const shifted = once(program, 'message');
      program.send(milliseconds);
      await shifted;
    },
    async close() {
      program.kill();
      await ended;
    },
  };
}

/** A port that nobody listened on a moment ago: the redirect URI has to be known before the program starts. */
async function freePort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, 'localhost', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  await new Promise((closed) => probe.close(closed));
  return port;
}
