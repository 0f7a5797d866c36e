import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkReports, keepReports, writeReports } from '../src/api-report/check.mjs';
import { publishedPackages } from '../src/published-packages.mjs';
import { DECLARATIONS, type SmallWorkspace, smallWorkspace } from './small-workspace.ts';

/** A workspace whose package has been released as it is. */
async function released(version: string): Promise<SmallWorkspace> {
  const small = await smallWorkspace(version);
  await writeReports(small.folder);
  await keepReports(publishedPackages(small.folder));
  return small;
}

/** What is wrong after a change that came with its report. */
async function problemsAfter(small: SmallWorkspace, from: string, to: string): Promise<string[]> {
  expect(DECLARATIONS).toContain(from);
  await small.write('packages/demo/dist/index.d.ts', DECLARATIONS.replace(from, to));
  await writeReports(small.folder);
  return checkReports(small.folder);
}

const changeset = (bump: string) =>
  `---\n"@small/demo": ${bump}\n---\n\n\`createClient\` takes its options by another name now.\n`;

test('the report names exports and what they refer to, without comments and without traces of the bundler', async () => {
  const small = await smallWorkspace('1.0.0');
  await writeReports(small.folder);
  const report = await readFile(join(small.folder, 'packages/demo/api-report.md'), 'utf8');
  expect(report).toContain('- createClient');
  expect(report).toContain('interface Hidden {\n    readonly name: string;\n}');
  expect(report).toContain('## Commands\n\n```text\ndemo\n```');
  expect(report).not.toMatch(/Milliseconds|abcdefgh/);
});

test('a report that is not what was built fails the check, and names the command that repairs it', async () => {
  const small = await released('1.0.0');
  expect(await checkReports(small.folder)).toEqual([]);
  await small.write('packages/demo/dist/index.d.ts', DECLARATIONS.replace('timeoutMs', 'patienceMs'));
  expect(await checkReports(small.folder)).toContainEqual(
    expect.stringMatching(/demo: api-report.md .*pnpm api:report/),
  );
});

describe('a change that breaks users fails without a changeset that says so', () => {
  test.each([
    ['a removed export', ', createClient }', ' }', /no longer exports createClient/],
    ['a changed parameter', 'options: Options', 'options: Options, more: string', /createClient changed/],
    ['a removed option', 'readonly timeoutMs?: number;', '', /Options changed: readonly timeoutMs/],
    [
      'a member that has to be given',
      'readonly timeoutMs?: number;',
      'readonly timeoutMs?: number; readonly key: string;',
      /Options asks for more: readonly key/,
    ],
    ['a removed value', "'gone' | 'late'", "'gone'", /Code changed: \| 'late'/],
    ['a removed method', 'call(path: string): Promise<void>;', '', /Client changed/],
  ])('%s', async (_what, from, to, message) => {
    const small = await released('1.0.0');
    const problems = await problemsAfter(small, from, to);
    expect(problems).toEqual([expect.stringMatching(message), expect.stringMatching(/choose major for @small\/demo/)]);

    await small.write('.changeset/one.md', changeset('minor'));
    expect(await checkReports(small.folder)).toEqual(problems);
    await small.write('.changeset/one.md', changeset('major'));
    expect(await checkReports(small.folder)).toEqual([]);
  });

  test('a hidden type that an exported one is made of', async () => {
    const small = await released('1.0.0');
    await small.write(
      'packages/demo/dist/part-abcdefgh.d.ts',
      'interface Hidden { readonly title: string }\nexport { Hidden as t };\n',
    );
    await writeReports(small.folder);
    expect(await checkReports(small.folder)).toContainEqual(expect.stringMatching(/Hidden changed: readonly name/));
  });

  test('a command that is gone', async () => {
    const small = await smallWorkspace('1.0.0');
    await small.write('packages/demo/command-tree.txt', 'demo\n  --json\n\ndemo list\n  --all\n');
    await writeReports(small.folder);
    await keepReports(publishedPackages(small.folder));
    await small.write('packages/demo/command-tree.txt', 'demo\n  --json\n\ndemo list\n');
    await writeReports(small.folder);
    expect(await checkReports(small.folder)).toContainEqual(expect.stringMatching(/lost demo list ⟩ --all/));
  });
});

test('before 1.0.0 a minor version may break, a patch may not', async () => {
  const small = await released('0.3.1');
  await small.write('.changeset/one.md', changeset('patch'));
  expect(await problemsAfter(small, ', createClient }', ' }')).toContainEqual(expect.stringMatching(/choose minor/));
  await small.write('.changeset/one.md', changeset('minor'));
  expect(await checkReports(small.folder)).toEqual([]);
});

test.each([
  ['another export', 'export { ', 'declare const more: 1;\nexport { more, '],
  ['another option', 'readonly timeoutMs?: number;', 'readonly timeoutMs?: number; readonly retry?: boolean;'],
  ['another value', "'gone' | 'late'", "'early' | 'gone' | 'late'"],
  ['another method', 'call(path', 'close(): void; call(path'],
  ['another comment', 'Makes a client.', 'Makes one client.'],
])('an addition needs no changeset that breaks: %s', async (_what, from, to) => {
  expect(await problemsAfter(await released('1.0.0'), from, to)).toEqual([]);
});
