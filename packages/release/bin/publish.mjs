#!/usr/bin/env node
/**
 * Publishes packed packages; run by the release workflow, in which nothing is installed.
 *
 *   --tarballs <dir> --trusted          to the public registry, by the workflow's identity, with provenance
 *   --tarballs <dir> --registry <url>   to a registry on this machine
 */
import { parseArgs } from 'node:util';
import { PublishRefused, publishTarballs } from '../src/publish-tarballs.mjs';

const { values } = parseArgs({
  options: { tarballs: { type: 'string' }, trusted: { type: 'boolean' }, registry: { type: 'string' } },
});

try {
  if (!values.tarballs) throw new PublishRefused('Which tarballs? Name their folder with --tarballs.');
  if (Boolean(values.trusted) === Boolean(values.registry)) {
    throw new PublishRefused('Where to? Either --trusted or --registry with a URL of this machine.');
  }
  const to = values.registry ? { registry: values.registry } : { trusted: /** @type {const} */ (true) };
  publishTarballs({ tarballs: values.tarballs, to, env: process.env, say: (text) => console.log(text) });
} catch (error) {
  if (!(error instanceof PublishRefused)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
