import { join } from 'node:path';
import { keepReports } from './api-report/check.mjs';
import { publishedPackages } from './published-packages.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Lets changesets write versions and changelogs, and keeps the API reports of what gets a version.
 *
 * @param {{ workspace: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string[]>} `name@version` of every package that gets one
 */
export async function makeVersions({ workspace, env }) {
  const before = new Map(publishedPackages(workspace).map(({ name, manifest }) => [name, manifest.version]));
  const options = { cwd: workspace, env };
  await runCommand(
    process.execPath,
    [join(workspace, 'node_modules', '@changesets', 'cli', 'bin.js'), 'version'],
    options,
  );
  const released = publishedPackages(workspace).filter(({ name, manifest }) => before.get(name) !== manifest.version);
  await keepReports(released);
  await runCommand(process.execPath, [join(workspace, 'packages', 'tooling', 'bin', 'generate.mjs')], options);
  return released.map(({ name, manifest }) => `${name}@${manifest.version}`);
}
