/**
 * What the kit is measured beside, in `peers/`: a folder with a lockfile of its own that is installed when it is first
 * needed, so that nobody who works on the kit has to have it.
 * @module
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The folder. */
export const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));
const PNPM = fileURLToPath(new URL('../../../node_modules/pnpm/bin/pnpm.cjs', import.meta.url));
const STAMP = join(PEERS, 'node_modules', '.complete');

/** Libraries that do part of what core does, in the order of the tables. */
export const CLIENT_LIBRARIES = [
  'oauth4webapi',
  'openid-client',
  'oidc-client-ts',
  '@badgateway/oauth2-client',
  'simple-oauth2',
  'axios',
  'sipgateio',
  'better-auth',
];

/**
 * Installs the peers where that has not been done yet. None of their install scripts is run.
 *
 * @throws Error what pnpm said, when they cannot be had
 */
export async function installPeers() {
  const lockfile = readFileSync(join(PEERS, 'pnpm-lock.yaml'));
  const stamp = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  process.stderr.write('Installing the peers …\n');
  const args = [PNPM, 'install', '--ignore-workspace', '--frozen-lockfile', '--prefer-offline', '--ignore-scripts'];
  await promisify(execFile)(process.execPath, args, { cwd: PEERS, maxBuffer: 16 * 1024 * 1024 });
  writeFileSync(STAMP, stamp);
}

/** @param {string} name of a package in `peers/` @returns {string} the version that is installed */
export function peerVersion(name) {
  return JSON.parse(readFileSync(join(PEERS, 'node_modules', name, 'package.json'), 'utf8')).version;
}
