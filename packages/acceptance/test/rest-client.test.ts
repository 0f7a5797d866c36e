import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  type Attempt,
  clientCredentials,
  createSipgateClient,
  finishAuthorization,
  keepInMemory,
  keycloakProvider,
  startAuthorization,
} from '@sipgate-kit/core';
import { createSandbox } from '@sipgate-kit/sandbox';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as examples from '../examples/rest-client.ts';

/** Somebody who has signed in at the sandbox. */
async function signedIn(username: string, scopes: readonly string[]) {
  const sandbox = await createSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const provider = keycloakProvider(sandbox.issuer);
  const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);
  const request = { clientId: client.clientId, redirectUri: 'http://localhost:8080/oauth', scopes };
  const { url, transaction } = await startAuthorization(provider, request);
  const callback = await sandbox.signIn({ authorizationUrl: url, username, password: 'sandbox' });
  const signIn = await finishAuthorization(provider, client, transaction, callback);
  const auth = await keepInMemory({ provider, client, apiOrigins: [sandbox.url] }, signIn);
  return { sandbox, auth, tokenSet: signIn.tokenSet, baseUrl: sandbox.apiUrl };
}

/** What is printed, line by line. */
function printed() {
  const lines: unknown[][] = [];
  const spy = vi.spyOn(console, 'log').mockImplementation((...line) => void lines.push(line));
  onTestFinished(() => spy.mockRestore());
  return lines;
}

test('what the page about the REST client shows is code that is compiled', async () => {
  const root = new URL('../../../', import.meta.url);
  const page = await readFile(new URL('apps/docs/rest-client.md', root), 'utf8');
  const source = await readFile(new URL('packages/acceptance/examples/rest-client.ts', root), 'utf8');
  const lines = (code: string) =>
    code
      .split('\n')
      .map((line) => line.trim())
      .join('\n');
  const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => lines(code.trim()));
  expect(blocks.length).toBeGreaterThan(7);
  for (const block of blocks) expect(lines(source)).toContain(block);
});

test('calls by path and by name bring what the sandbox has', async () => {
  const { auth, baseUrl } = await signedIn('alice', ['account:read', 'history:read']);
  const lines = printed();
  await examples.calls(auth, baseUrl);
  expect(lines).toEqual([['Adler Optik GmbH', expect.any(Number)]]);
});

test('what a token may do is known before anything is sent', async () => {
  const few = await signedIn('alice', ['account:read']);
  expect(await examples.tokenScopes(few.auth, few.baseUrl, few.tokenSet)).toBe('not ours to see');
  const { auth, baseUrl, tokenSet, sandbox } = few;
  const before = sandbox.requests().length;
  await expect(createSipgateClient({ auth, baseUrl, scopes: tokenSet.scopes }).GET('/balance')).rejects.toMatchObject({
    code: 'insufficient_scope',
    status: undefined,
  });
  expect(sandbox.requests()).toHaveLength(before);
  const more = await signedIn('alice', ['account:read', 'balance:read']);
  expect(await examples.tokenScopes(more.auth, more.baseUrl, more.tokenSet)).toMatch(/^€\d/);
  expect(examples.leastScopes()).toEqual(['account:read', 'authorization:oauth2:clients:write']);
});

test('the items of the history are those of its pages', async () => {
  const { auth, baseUrl } = await signedIn('alice', ['history:read']);
  const sipgate = createSipgateClient({ auth, baseUrl });
  const { data } = await sipgate.GET('/history', { params: { query: { limit: 1000 } } });
  expect(data.totalCount).toBeGreaterThan(10);
  const ids: string[] = [];
  for await (const { id } of sipgate.items('getHistory', { query: { limit: 7 } })) ids.push(id);
  expect(ids).toEqual(data.items.map(({ id }) => id));
  printed();
  await examples.pages(sipgate, new AbortController().signal);
});

test('a burst of 503 is waited out, and the hooks saw it; a write is sent once', async () => {
  const { auth, baseUrl, sandbox } = await signedIn('alice', ['account:read', 'contacts:write']);
  const attempts: Attempt[] = [];
  const sipgate = createSipgateClient({
    auth,
    baseUrl,
    retry: { delayMs: 1 },
    hooks: { onAttempt: (attempt) => void attempts.push(attempt) },
  });
  sandbox.faults.add({ path: '/v2/account', next: 2, status: 503 });
  expect((await sipgate.GET('/account')).data.company).toBe('Adler Optik GmbH');
  expect(attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
  sandbox.faults.add({ path: '/v2/contacts', next: 1, status: 503 });
  await expect(sipgate.call('deleteAllContacts')).rejects.toMatchObject({ code: 'api_unavailable' });
  expect(attempts).toHaveLength(4);
});

test('errors name the operation and what it needs', async () => {
  const { auth, baseUrl } = await signedIn('alice', ['users:read']);
  const lines = printed();
  await examples.errors(examples.patience(auth, baseUrl));
  expect(lines).toEqual([['not_found', 'getUser', 404, ['users:read', 'all'], expect.any(String)]]);
});

test('spans are opened around every call', async () => {
  const { auth, baseUrl } = await signedIn('alice', ['account:read']);
  const spans: { name: string; attributes: Record<string, unknown>; ended: boolean }[] = [];
  printed();
  const hooks = examples.tracing({
    startActiveSpan(name, run) {
      const span = { name, attributes: {} as Record<string, unknown>, ended: false };
      spans.push(span);
      return run({
        setAttribute: (key, value) => Object.assign(span.attributes, { [key]: value }),
        recordException: (error) => Object.assign(span.attributes, { exception: error.name }),
        end: () => Object.assign(span, { ended: true }),
      });
    },
  });
  const sipgate = createSipgateClient({ auth, baseUrl, hooks });
  await sipgate.GET('/account');
  await sipgate.GET('/balance').catch(() => undefined);
  const attributes = (path: string) => ({ 'http.request.method': 'GET', 'url.template': path });
  expect(spans).toEqual([
    { name: 'sipgate getAccount', attributes: attributes('/account'), ended: true },
    { name: 'sipgate getBalance', attributes: { ...attributes('/balance'), exception: 'ApiError' }, ended: true },
  ]);
});

test('files come and go as streams', async () => {
  const { auth, baseUrl } = await signedIn('alice', ['history:read', 'sessions:fax:write', 'faxlines:read']);
  const sipgate = createSipgateClient({ auth, baseUrl });
  const file = new PassThrough();
  const [csv] = await Promise.all([text(file), examples.exported(sipgate, file)]);
  expect(csv.split('\n').length).toBeGreaterThan(2);

  const folder = await mkdtemp(join(tmpdir(), 'sipgate-kit-fax-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'invoice.pdf'), '%PDF-1.4\n%%EOF\n');
  const { data } = await sipgate.GET('/{userId}/faxlines', { params: { path: { userId: 'w0' } } });
  const sessionId = await examples.fax(sipgate, data.items[0]?.id ?? '', join(folder, 'invoice.pdf'));
  expect(sessionId).toMatch(/./);
});

test('the kind of the account is found, and what it refuses names the alternative', async () => {
  const classic = await signedIn('alice', ['groups:read']);
  expect(await examples.kinds(classic.auth, classic.baseUrl, classic.tokenSet.accessToken)).toMatch(/^\d+ groups$/);
  expect(await examples.kinds(classic.auth, classic.baseUrl, '')).toMatch(/^\d+ groups$/);
  const neo = await signedIn('bob', ['groups:read']);
  const hint = 'Call getChannels instead, which does the job on accounts of the newer kind.';
  expect(await examples.kinds(neo.auth, neo.baseUrl, neo.tokenSet.accessToken)).toBe(hint);
  expect(await examples.kinds(neo.auth, neo.baseUrl, '')).toBe(hint);
  await expect(createSipgateClient(neo).GET('/groups')).rejects.toMatchObject({
    code: 'classic_account_required',
    status: 403,
    hint,
  });
});
