import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const GENERATED = 'packages/core/src/generated';

/** Runs the generator of a checkout. */
function generate(root: string, ...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const script = join(root, 'packages/tooling/bin/generate.mjs');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...args], (_, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** As much of the checkout as the generator needs, in a folder with a space in its name. */
async function copyOfTheCheckout(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'sipgate kit '));
  onTestFinished(() => rm(root, { recursive: true }));
  const sources = ['.biome.json', '.gitignore', 'openapi', GENERATED, 'packages/tooling/bin', 'packages/tooling/src'];
  // The pages of the documentation have sources of their own, which are not copied.
  const filter = (file: string) => !/generate-(?!api\.mjs)[\w-]+\.mjs$/.test(file);
  for (const source of sources) await cp(join(ROOT, source), join(root, source), { recursive: true, filter });
  for (const folder of ['', 'packages/tooling']) {
    await symlink(join(ROOT, folder, 'node_modules'), join(root, folder, 'node_modules'), 'junction');
  }
  return root;
}

test('what is generated is up to date', { timeout: 60_000 }, async () => {
  expect(await generate(ROOT, '--check')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('what is not is named together with the repair, and the repair repairs it', { timeout: 60_000 }, async () => {
  const root = await copyOfTheCheckout();
  const index = join(root, GENERATED, 'operations.ts');
  const original = await readFile(index, 'utf8');
  await writeFile(index, `${original}// by hand`);
  await writeFile(join(root, GENERATED, 'left-over.ts'), '');

  expect(await generate(root, '--check')).toEqual({
    status: 1,
    stdout: '',
    stderr: [
      `differs: ${GENERATED}/operations.ts`,
      `no longer generated: ${GENERATED}/left-over.ts`,
      '',
      'Next: run `pnpm generate` and commit the result.',
      '',
    ].join('\n'),
  });
  expect(await readFile(index, 'utf8')).toContain('// by hand');

  expect(await generate(root)).toMatchObject({ status: 0, stderr: '' });
  expect(await readFile(index, 'utf8')).toBe(original);
  expect((await readdir(join(root, GENERATED))).toSorted()).toEqual([
    'api.ts',
    'openapi.json',
    'operation-details.ts',
    'operation-names.ts',
    'operations.ts',
  ]);
});
