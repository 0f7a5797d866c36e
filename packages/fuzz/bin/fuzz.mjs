#!/usr/bin/env node
/**
 * `pnpm fuzz`: makes the checkout ready and tries hostile input on everything that reads what comes from outside, for ten
 * minutes in all, or `--minutes`; `--only <text>` takes the targets whose name contains it. An input that breaks a promise
 * is kept in seeds.json, which the ordinary tests try again every time. Ends with 1 when there is one.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, only: { type: 'string' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  process.stderr.write(`--minutes ${values.minutes} is no number of minutes.\n`);
  process.exit(2);
}

await runAfterSetUp(() => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
  const env = {
    ...process.env,
    SIPGATE_KIT_FUZZ_MINUTES: String(minutes),
    ...(values.only !== undefined && { SIPGATE_KIT_FUZZ_ONLY: values.only }),
  };
  const args = [join(dirname(manifest), 'vitest.mjs'), 'run', '--reporter=verbose'];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
});
