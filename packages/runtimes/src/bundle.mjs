/**
 * The suite and the kit in one file, by the bundler that wrangler and many pages use.
 * @module
 */
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param {string} consumer       the folder of `makeConsumer`
 * @param {string} entry          such as `worker.mjs`
 * @param {readonly string[]} conditions  of the runtime, such as `workerd`
 * @returns {Promise<string>} the file
 */
export async function bundle(consumer, entry, conditions) {
  const file = join(consumer, 'bundles', entry);
  await build({
    absWorkingDir: consumer,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: [...conditions],
    logLevel: 'warning',
  });
  return file;
}
