/** Publishes tarballs. Runs where nothing is installed, so it needs Node, npm and tar alone. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Refused before anything was sent. */
export class PublishRefused extends Error {}

/**
 * Where to: `trusted` is the public registry, with provenance, by the identity of a workflow and by nothing else; `registry`
 * is one on this machine. There is no third way, so that nothing is ever published from a developer's machine.
 * @typedef {{ trusted: true } | { registry: string }} Destination
 */

/**
 * Publishes every tarball of a folder that is not published yet, those that others depend on first.
 *
 * @param {object} options
 * @param {string} options.tarballs
 * @param {Destination} options.to
 * @param {NodeJS.ProcessEnv} options.env
 * @param {(text: string) => void} options.say
 * @returns {string[]} `name@version` of what is published now
 */
export function publishTarballs({ tarballs, to, env, say }) {
  const found = inOrder(
    readdirSync(tarballs)
      .filter((file) => file.endsWith('.tgz'))
      .map((file) => read(resolve(tarballs, file))),
  );
  if (found.length === 0) throw new PublishRefused(`${tarballs} holds no tarball.`);
  for (const { manifest } of found) refuse(manifest);
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-publish-'));
  try {
    const npm = createNpm(to, { folder, env });
    return found.map(({ file, manifest }) => {
      const id = `${manifest.name}@${manifest.version}`;
      if (npm.has(id)) say(`${id} is there already`);
      else {
        npm.publish(file, manifest.name);
        say(`${id} is published`);
      }
      return id;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function read(file) {
  const text = execFileSync('tar', ['-xOzf', file, 'package/package.json'], { encoding: 'utf8' });
  return { file, manifest: JSON.parse(text) };
}

/** @param {Record<string, any>} manifest */
function refuse(manifest) {
  const id = `${manifest.name}@${manifest.version}`;
  if (manifest.private) throw new PublishRefused(`${id} is private.`);
  if (manifest.version === '0.0.0') throw new PublishRefused(`${id} has no version yet. Next: pnpm release:version.`);
  if (manifest.publishConfig?.registry) throw new PublishRefused(`${id} fixes a registry of its own.`);
}

/** @param {{ file: string, manifest: Record<string, any> }[]} tarballs */
function inOrder(tarballs) {
  /** @type {typeof tarballs} */
  const ordered = [];
  /** @param {{ file: string, manifest: Record<string, any> }} one */
  const take = (one) => {
    if (ordered.includes(one)) return;
    tarballs.filter(({ manifest }) => one.manifest.dependencies?.[manifest.name]).forEach(take);
    ordered.push(one);
  };
  tarballs.forEach(take);
  return ordered;
}

/**
 * npm with a configuration of its own: neither the person's nor the project's, where other registries and credentials are.
 *
 * @param {Destination} to
 * @param {{ folder: string, env: NodeJS.ProcessEnv }} options
 */
function createNpm(to, { folder, env }) {
  const userconfig = join(folder, 'npmrc');
  const clean = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_|^NODE_AUTH_TOKEN$|^NPM_TOKEN$/i.test(name)),
  );
  const ownConfig = [`--userconfig=${userconfig}`, `--globalconfig=${join(folder, 'globalrc')}`, '--ignore-scripts'];
  const registry = 'registry' in to ? loopback(to.registry) : undefined;
  if (registry === undefined && !env.ACTIONS_ID_TOKEN_REQUEST_URL) {
    throw new PublishRefused('Only the release workflow may publish. Next: merge the pull request “Release”.');
  }
  writeFileSync(userconfig, registry ? `//${registry.host}/:_authToken=local\n` : '');
  writeFileSync(join(folder, 'globalrc'), '');
  const run = (/** @type {string[]} */ args) =>
    execFileSync('npm', [...args, ...ownConfig], {
      cwd: folder,
      env: { ...clean, ...(registry && { NO_PROXY: registry.hostname, no_proxy: registry.hostname }) },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  // A registry for the scope would win over --registry.
  const at = (/** @type {string} */ name) =>
    registry ? [`--registry=${registry.href}`, `--${name.split('/')[0]}:registry=${registry.href}`] : [];

  return {
    /** @param {string} id */
    has(id) {
      try {
        return run(['view', id, 'version', ...at(id)]).trim() !== '';
      } catch (error) {
        if (/E404/.test(String(/** @type {any} */ (error).stderr))) return false;
        throw error;
      }
    },
    /** @param {string} file @param {string} name */
    publish(file, name) {
      run(['publish', file, '--access=public', registry ? '--provenance=false' : '--provenance', ...at(name)]);
    },
  };
}

/** @param {string} registry */
function loopback(registry) {
  const url = new URL(registry);
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)) {
    throw new PublishRefused(`${url.hostname} is not this machine. Only a local registry is published to by hand.`);
  }
  return url;
}
