import { readFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';

const root = new URL('../../../', import.meta.url);
const text = (path: string) => readFile(new URL(path, root), 'utf8');

/** The TypeScript blocks of a page, without the white space around them. */
const blocks = (page: string) => [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code.trim());

afterEach(() => vi.restoreAllMocks());

test.each([
  ['README.md', 'packages/acceptance/examples/core.ts'],
  ['apps/sandbox/README.md', 'packages/acceptance/examples/sandbox.ts'],
  ['apps/callback-server/README.md', 'apps/callback-server/examples/embedding.ts'],
])('the TypeScript of %s is, line by line, code that is compiled and run', async (page, example) => {
  expect(blocks(await text(page))).toContain((await text(example)).trim());
});

test("the kit's own README has no other", async () => {
  expect(blocks(await text('README.md'))).toHaveLength(1);
});

/** Runs an example and gives what it printed. */
async function printedBy(run: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  await run();
  return lines;
}

test('the example of core signs in and reads the account', async () => {
  expect(await printedBy(() => import('../examples/core.ts'))).toEqual(['Signed in at Adler Optik GmbH']);
});

test('the example of the sandbox moves time and breaks things', async () => {
  expect(await printedBy(() => import('../examples/sandbox.ts'))).toEqual([
    'Still valid: false',
    'Once: provider_unavailable',
    expect.stringMatching(/^Then: TokenSet\(expires .*account:read/),
  ]);
});

test('every link of the README and the documentation to a file leads to one', async () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    '.github/SECURITY.md',
    'apps/docs/README.md',
    'apps/docs/architecture.md',
  ];
  for (const page of pages) {
    for (const [, link = ''] of (await text(page)).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)) {
      await expect(
        readFile(new URL(link, new URL(page, root))).then(
          () => 'there',
          (error) => (error.code === 'EISDIR' ? 'there' : `${page}: ${link}`),
        ),
        link,
      ).resolves.toBe('there');
    }
  }
});
