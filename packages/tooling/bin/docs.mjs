#!/usr/bin/env node
/**
 * The documentation site.
 *
 *   pnpm docs:build            into apps/docs/dist/, with every link checked
 *   pnpm docs:dev              on this machine, following changes; --port 5173
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../src/setup.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' } },
});

await runAfterSetUp(async () => {
  const { buildSite, serveSite } = await import('../../../apps/docs/site/build.mjs');
  if (positionals[0] === 'build') return buildSite();
  if (positionals[0] === 'dev') return serveSite(values.port === undefined ? {} : { port: Number(values.port) });
  console.error('Say what to do with the documentation: build, or dev.');
  return 2;
});
