import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { npmScript } from '../npm-script.mjs';
import { runCommand } from '../run-command.mjs';
import { workspace } from '../workspace.mjs';

/** What a user of the vault brings along, and the types of Node that server code needs. */
const BESIDES = { '@types/node': '20.19.25', hono: '4.13.19', libsql: '0.5.29' };

/** Programs that use the kit as its users do. */
const PROGRAMS = join(workspace, 'packages', 'release', 'consumers');

/**
 * Makes a small project that has nothing but the tarballs and what they depend on, installed under the given Node, which
 * has to be good enough for all of it.
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.manager `npm` or `pnpm`
 * @param {readonly import('../pack.mjs').Packed[]} options.packed
 * @param {string} options.node the binary that installs
 * @param {string} options.pnpm
 * @param {NodeJS.ProcessEnv} options.env
 */
export async function makeProject({ folder, manager, packed, node, pnpm, env }) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(PROGRAMS, folder, { recursive: true });
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const manifest = {
    name: 'consumer',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: { ...tarballs, ...BESIDES },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await writeFile(
    join(folder, 'pnpm-workspace.yaml'),
    stringify({
      overrides: tarballs,
      engineStrict: true,
      strictPeerDependencies: true,
      strictDepBuilds: true,
      nodeVersion: '20.19.0',
    }),
  );
  await writeFile(join(folder, '.npmrc'), 'engine-strict=true\nstrict-peer-deps=true\nignore-scripts=true\n');

  const command =
    manager === 'npm'
      ? [npmScript(env), 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
      : [pnpm, 'install', '--prefer-offline', '--reporter=append-only'];
  const path = `${dirname(node)}:${env.PATH}`;
  await runCommand(node, command, { cwd: folder, env: { ...env, PATH: path, CI: 'true' } });
}
