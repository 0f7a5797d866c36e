#!/usr/bin/env node
/**
 * Makes a tag and a release on GitHub for every published version that has none; run by the release workflow, in which
 * nothing is installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../src/published-packages.mjs';
import { releaseNotes } from '../src/release-notes.mjs';
import { workspace } from '../src/workspace.mjs';

for (const { name, folder, manifest } of publishedPackages(workspace)) {
  const changelog = join(folder, 'CHANGELOG.md');
  const notes = existsSync(changelog) ? releaseNotes(readFileSync(changelog, 'utf8'), manifest.version) : '';
  const tag = `${name}@${manifest.version}`;
  if (notes === '') {
    console.log(`${tag} has no changelog.`);
    continue;
  }
  if (spawnSync('gh', ['release', 'view', tag], { cwd: workspace }).status === 0) {
    console.log(`${tag} is announced already.`);
    continue;
  }
  const args = [
    'release',
    'create',
    tag,
    '--title',
    tag,
    '--notes-file',
    '-',
    '--target',
    process.env.GITHUB_SHA ?? 'main',
  ];
  execFileSync('gh', args, { cwd: workspace, input: notes, stdio: ['pipe', 'inherit', 'inherit'] });
}
