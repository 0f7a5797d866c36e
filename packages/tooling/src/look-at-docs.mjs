/** Looks at the built documentation in a real browser: packages/acceptance/site/. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup.mjs';

const folder = join(root, 'packages', 'acceptance');
const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.site.config.ts'], {
  cwd: folder,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
