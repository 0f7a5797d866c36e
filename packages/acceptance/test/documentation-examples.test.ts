import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { clientCredentials, keycloakProvider } from '@sipgate-kit/core';
import { createSandbox } from '@sipgate-kit/sandbox';
import { expect, onTestFinished, test } from 'vitest';
import { signInWithout } from '../examples/pages/moving-from-samples.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Where code lies that is compiled with the types of the packages, and for the most part run by tests. */
const SOURCES = [
  'packages/acceptance/examples',
  'apps/callback-server/examples',
  'apps/sandbox/examples',
  'apps/example-integration/server',
  'apps/example-integration/browser',
];
/** Packages whose README shows code. */
const READMES = ['apps/sandbox', 'apps/callback-server', 'apps/example-integration', 'packages/core', 'packages/vault'];

/** What people write: generated pages lie in folders of their own, and show code that has its own tests. */
const pages = [
  'README.md',
  ...(await filesIn('apps/docs', /\.md$/, false)),
  ...READMES.map((folder) => `${folder}/README.md`),
];
const sources = (await Promise.all(SOURCES.map((folder) => filesIn(folder, /\.tsx?$/, true)))).flat();
const compiled = await Promise.all(sources.map(async (path) => bare(await readFile(join(root, path), 'utf8'))));

/** A formatter may sort these, and examples import what pages take for granted. */
const IMPORT = /^[ ]*import [\s\S]*?;$/gm;

const blocks = (await Promise.all(pages.map(blocksOf))).flat();

test('pages with TypeScript are found', () => {
  expect(new Set(blocks.map(({ page }) => page)).size).toBeGreaterThan(8);
});

test.each(blocks)('$page, line $line: what it shows is code that is compiled', ({ code, page, line }) => {
  const parts = [...code.matchAll(IMPORT)].map(([statement]) => bare(statement));
  const shown = [...parts, bare(code.replaceAll(IMPORT, ''))];
  expect(
    compiled.some((source) => shown.every((part) => source.includes(part))),
    `${page}:${line} shows code that no file in ${SOURCES.join(', ')} has:\n${code}`,
  ).toBe(true);
});

test('the two calls that take the place of a sample sign in on the sandbox', async () => {
  const sandbox = await createSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);
  const server = { client, provider: keycloakProvider(sandbox.issuer), redirectUri: 'http://localhost:8080/oauth' };
  const signIn = await signInWithout({ ...server, scopes: ['account:read'] }, (url) =>
    sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' }),
  );
  expect(signIn.tokenSet.scopes).toContain('account:read');
});

/** The TypeScript of a page, in lists as well. */
async function blocksOf(page: string) {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/^[ ]*```(?:ts|tsx|typescript)\n([\s\S]*?)^[ ]*```/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    code: match[1] ?? '',
  }));
}

/** Without what a formatter decides: white space, and the comma after the last of several. */
function bare(code: string): string {
  return code.replaceAll(/\s+/g, '').replaceAll(/,([)\]}]|$)/g, '$1');
}

async function filesIn(folder: string, kind: RegExp, below: boolean): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: below, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules'))
    .sort();
}
