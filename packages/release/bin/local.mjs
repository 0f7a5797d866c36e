#!/usr/bin/env node
/**
 * `pnpm release:local`: a whole release of the last commit, to a registry on this machine that is gone afterwards. Nothing
 * else is published to: whoever publishes refuses every address but this machine's.
 */
import { runAfterSetUp, toolEnvironment } from '../../tooling/src/setup.mjs';
import { cacheFolder, pnpmScript, workspace } from '../src/workspace.mjs';

await runAfterSetUp(async () => {
  const { localRelease } = await import('../src/local-release.mjs');
  const passed = await localRelease({
    workspace,
    pnpm: pnpmScript,
    cache: cacheFolder(process.env, 'release'),
    env: toolEnvironment(),
    say: (text) => console.log(text),
    now: Date.now,
  });
  return passed ? 0 : 1;
});
