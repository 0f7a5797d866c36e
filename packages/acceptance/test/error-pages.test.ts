import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCatalogue } from '@sipgate-kit/core/error-catalogue';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', '..', 'apps', 'docs', 'errors');

test('every error code has its page, and no page is left of a code that is gone', async () => {
  const pages = (await readdir(folder)).filter((name) => name !== 'README.md').sort();

  expect(pages).toEqual(
    Object.keys(errorCatalogue)
      .map((code) => `${code}.md`)
      .sort(),
  );
});

test.each(Object.entries(errorCatalogue))('%s says what happened, why, and what to do next', async (code, entry) => {
  expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
  for (const sentence of [entry.what, ...entry.causes, ...entry.next]) expect(sentence).toMatch(/^[A-Z].*[.”]$/);
  expect(entry.causes.length).toBeGreaterThan(0);
  expect(entry.next.length).toBeGreaterThan(0);

  const page = await readFile(join(folder, `${code}.md`), 'utf8');
  expect(page).toContain(`# ${entry.title}`);
});
