/**
 * Where the runtimes' binaries are inside the npm packages of runtimes/package.json.
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'Node 20' | 'Node 22' | 'Node 24' | 'Deno' | 'Bun' | 'workerd'} BinaryName */

/** What each package calls a platform, as Node's `process.platform` and `process.arch` name it. */
const DENO = { 'linux-x64': 'linux-x64-glibc', 'linux-arm64': 'linux-arm64-glibc' };
const BUN = { 'linux-arm64': 'linux-aarch64', 'darwin-arm64': 'darwin-aarch64' };
const WORKERD = { 'linux-x64': 'linux-64', 'darwin-x64': 'darwin-64' };

/**
 * The npm package of each runtime for a platform, such as `linux-x64`, and where its binary is in there.
 *
 * @param {string} platform
 * @returns {readonly (readonly [name: BinaryName, packageName: string, path: string])[]}
 */
export const packagesFor = (platform) => [
  ['Node 20', `node-20-${platform}`, 'bin/node'],
  ['Node 22', `node-22-${platform}`, 'bin/node'],
  ['Node 24', `node-24-${platform}`, 'bin/node'],
  ['Deno', `@deno/${named(DENO, platform)}`, 'deno'],
  ['Bun', `@oven/bun-${named(BUN, platform)}`, 'bin/bun'],
  ['workerd', `@cloudflare/workerd-${named(WORKERD, platform)}`, 'bin/workerd'],
];

/**
 * The binary of each runtime in that folder, by name; absent where npm has none for this platform.
 *
 * @param {string} folder    with a `node_modules`
 * @param {string} platform
 * @returns {Map<BinaryName, string>}
 */
export function binariesIn(folder, platform) {
  const places = packagesFor(platform).map(
    ([name, ...path]) => /** @type {const} */ ([name, join(folder, 'node_modules', ...path)]),
  );
  return new Map(places.filter(([, path]) => existsSync(path)));
}

/** @param {Record<string, string>} names @param {string} platform */
const named = (names, platform) => names[platform] ?? platform;
