#!/usr/bin/env node
/**
 * `pnpm release:version`: turns the changesets into versions and changelogs, keeps the report on the public API of every
 * package that gets a version as that of its last release, and writes anew what has a version in it.
 */
import { runAfterSetUp } from '../../tooling/src/setup.mjs';
import { workspace } from '../src/workspace.mjs';

await runAfterSetUp(async () => {
  const { makeVersions } = await import('../src/make-versions.mjs');
  const released = await makeVersions({ workspace, env: process.env });
  console.log(released.length === 0 ? 'There is nothing to release.' : released.join('\n'));
});
