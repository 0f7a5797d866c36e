import { expect } from 'vitest';
import { test as sandboxTest } from '../src/vitest.ts';

sandboxTest('[fixture] every test has a sandbox of its own, without a port', async ({ sandbox }) => {
  expect(sandbox.requests()).toEqual([]);
  expect((await sandbox.fetch(sandbox.issuer)).status).toBeLessThan(500);
});

sandboxTest('[fixture] the next one begins anew', ({ sandbox }) => {
  expect(sandbox.requests()).toEqual([]);
});

const onPort = sandboxTest.extend({ sandboxOptions: { port: 0, seed: 'x' } });

onPort('[fixture] options are replaced by extend', async ({ sandbox }) => {
  expect((await fetch(sandbox.url)).status).toBe(200);
});

sandboxTest('[fixture] toHaveNoContractViolations says what did not fit', async ({ sandbox }) => {
  expect(sandbox).toHaveNoContractViolations();
  const { tokenId, token } = sandbox.users.alice.personalAccessToken;
  const authorization = `Basic ${Buffer.from(`${tokenId}:${token}`).toString('base64')}`;
  const read = (path: string) => sandbox.fetch(`${sandbox.apiUrl}${path}`, { headers: { authorization } });

  expect((await read('/history?limt=10')).status).toBe(200);
  await read('/history?limt=10');
  sandbox.reset();

  expect(sandbox.violations()).toEqual([
    { method: 'GET', path: '/v2/history', violation: 'unknown query parameter limt', count: 2 },
  ]);
  expect(() => expect(sandbox).toHaveNoContractViolations()).toThrow(
    'Requests did not fit the description of the REST API:\n  GET /v2/history: unknown query parameter limt',
  );
});
