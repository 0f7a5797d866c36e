import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { workspace } from '../src/workspace.mjs';
import { smallWorkspace } from './small-workspace.ts';

const run = promisify(execFile);

test('a changelog has the words of the changesets, without commits, and one line for what came along', async () => {
  const small = await smallWorkspace('0.1.0');
  await mkdir(join(small.folder, '.changeset'), { recursive: true });
  const config = JSON.parse(await readFile(join(workspace, '.changeset', 'config.json'), 'utf8'));
  config.changelog = join(workspace, 'packages', 'release', 'src', 'changelog.cjs');
  await small.write('.changeset/config.json', JSON.stringify(config));
  await small.write('package.json', JSON.stringify({ name: 'small', private: true, version: '0.0.0' }));
  await small.write('pnpm-workspace.yaml', 'packages: [packages/*]\n');
  const above = { name: '@small/above', version: '0.4.0', dependencies: { '@small/demo': 'workspace:^' } };
  await small.write('packages/above/package.json', JSON.stringify(above));
  const bumps = '---\n"@small/demo": minor\n---\n\n';
  await small.write(
    '.changeset/a.md',
    `${bumps}The client takes a time-out,\nin milliseconds.\n\nIt is 30 s by default.\n`,
  );
  await small.write('.changeset/b.md', `${bumps}- One thing is new.\n- Another thing is, too.\n`);
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'x'],
  ]) {
    await run('git', args, { cwd: small.folder });
  }
  await symlink(join(workspace, 'node_modules'), join(small.folder, 'node_modules'));
  await run(process.execPath, [join(workspace, 'node_modules', '@changesets', 'cli', 'bin.js'), 'version'], {
    cwd: small.folder,
  });

  expect(await readFile(join(small.folder, 'packages/demo/CHANGELOG.md'), 'utf8')).toBe(
    `# @small/demo

## 0.2.0

### Minor Changes

- The client takes a time-out,
  in milliseconds.

  It is 30 s by default.

- One thing is new.
- Another thing is, too.
`,
  );
  expect(await readFile(join(small.folder, 'packages/above/CHANGELOG.md'), 'utf8')).toMatch(
    /## 0\.4\.1\n\n### Patch Changes\n\n- Comes with `@small\/demo` 0\.2\.0\.\n$/,
  );
});
