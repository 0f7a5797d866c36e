#!/usr/bin/env node
/**
 * `pnpm release:dry`: everything of a release but publishing. Builds, packs and looks into every package, installs the
 * tarballs by npm and pnpm into small projects, and uses them there. Ends with a table, and status 1 if anything is wrong.
 *
 *   --update-lists     write packages/release/file-lists/ anew
 *   --tarballs <dir>   keep the tarballs there
 *   --no-consumers     only look into the tarballs
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runAfterSetUp, toolEnvironment } from '../../tooling/src/setup.mjs';
import { cacheFolder, pnpmScript, workspace } from '../src/workspace.mjs';

const { values } = parseArgs({
  options: {
    'update-lists': { type: 'boolean', default: false },
    tarballs: { type: 'string' },
    'no-consumers': { type: 'boolean', default: false },
  },
});

await runAfterSetUp(async () => {
  const { dryRun } = await import('../src/dry-run.mjs');
  const temporary = values.tarballs === undefined ? mkdtempSync(join(tmpdir(), 'sipgate-kit-tarballs-')) : undefined;
  try {
    const passed = await dryRun({
      workspace,
      tarballs: temporary ?? resolve(/** @type {string} */ (values.tarballs)),
      pnpm: pnpmScript,
      cache: cacheFolder(process.env, 'release'),
      env: toolEnvironment(),
      updateLists: values['update-lists'],
      consumers: !values['no-consumers'],
      say: (text) => console.log(text),
      now: Date.now,
    });
    return passed ? 0 : 1;
  } finally {
    if (temporary) rmSync(temporary, { recursive: true });
  }
});
