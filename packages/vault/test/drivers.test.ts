import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { ask, startProcess } from './processes/process.ts';
import { temporaryDirectory } from './vault-fixture.ts';

async function openWithout(without: readonly string[], options: object) {
  const process = await startProcess('driverless.mjs');
  return ask(process, { without, entry: '@sipgate-kit/vault/sql', call: 'openVault', options });
}

test.each([
  ['libsql', async () => ({ file: join(await temporaryDirectory(), 'vault.db') })],
  ['pg', async () => ({ url: inject('postgresUrl') })],
])('without %s a vault of that kind says what to install', async (name, options) => {
  expect(await openWithout([name], await options())).toMatchObject({
    code: 'invalid_configuration',
    message: `The package ${name} is not installed.`,
    hint: expect.stringContaining(`npm install ${name}`),
  });
});

test('a SQLite vault needs no pg, and a PostgreSQL vault no libsql', async () => {
  const file = join(await temporaryDirectory(), 'vault.db');
  expect(await openWithout(['pg'], { file })).toMatchObject({ code: 'opened' });
  expect(await openWithout(['libsql'], { url: inject('postgresUrl') })).toMatchObject({ code: 'opened' });
});

test('a file store needs none of the database packages', async () => {
  const process = await startProcess('driverless.mjs');
  const answer = await ask(process, {
    without: ['libsql', 'pg', 'kysely'],
    entry: '@sipgate-kit/vault/file',
    call: 'openFileStore',
    options: { folder: await temporaryDirectory() },
  });
  expect(answer).toEqual({ code: 'opened' });
});
