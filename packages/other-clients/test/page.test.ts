import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const text = (path: string) => readFile(new URL(path, root), 'utf8');

/** The code of a page in one language, without the white space around it. */
function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) =>
    code.trim(),
  );
}

async function files(folder: string, ending: string): Promise<readonly string[]> {
  const names = (await readdir(new URL(folder, root))).filter((name) => name.endsWith(ending)).sort();
  return Promise.all(names.map(async (name) => (await text(`${folder}${name}`)).trim()));
}

test('the page shows every program and every curl recipe, line by line as they are run', async () => {
  const page = await text('apps/docs/other-clients.md');
  const programs = await files('packages/other-clients/examples/', '.mjs');
  const recipes = await files('packages/other-clients/examples/curl/', '.sh');
  expect([...blocks(page, 'js')].sort()).toEqual([...programs].sort());
  expect([...blocks(page, 'sh')].slice(1).sort()).toEqual([...recipes].sort());
});
