import type { OperationId } from '@sipgate-kit/core/operations';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type SandboxUser } from '../src/index.ts';
import { apiCaller, type Question } from './api-caller.ts';
import { type RelyingParty, relyingParty } from './relying-party.ts';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox();
  party = relyingParty(sandbox);
});

const pat = ({ personalAccessToken: { tokenId, token } }: SandboxUser) => ({
  authorization: `Basic ${Buffer.from(`${tokenId}:${token}`).toString('base64')}`,
  'content-type': 'application/json',
});

/** Calls an operation and holds its answer against the API's description. */
const call = (operationId: OperationId, question?: Question) => apiCaller(sandbox).call(operationId, question);

const description = {
  name: 'Example CRM',
  description: 'Customers and calls, side by side',
  redirectUris: ['http://localhost:9999/oauth'],
  webOrigins: [],
  privacyUrl: '',
  termsUrl: '',
};

describe('answers fit the API’s description', () => {
  test.each(['getAccount', 'getBalance', 'userinfo', 'getAllUsers', 'getNumbers', 'getHistory', 'getClients'] as const)(
    '%s, of both accounts',
    async (operationId) => {
      await call(operationId);
      await call(operationId, { user: sandbox.users.bob });
    },
  );

  test('getUser', async () => {
    expect(await call('getUser', { path: { userId: 'w1' } })).toMatchObject({ firstname: 'Anton' });
  });

  test('getHistory, all of it', async () => {
    const { items, totalCount } = await call('getHistory', { query: '?limit=1000' });
    expect(new Set(items.map(({ type }: { type: string }) => type))).toEqual(
      new Set(['CALL', 'VOICEMAIL', 'SMS', 'FAX']),
    );
    expect(items).toHaveLength(totalCount);
  });
});

describe('two companies', () => {
  test('both people are w0, in different companies', async () => {
    const [alice, bob] = [await call('userinfo'), await call('userinfo', { user: sandbox.users.bob })];

    expect([alice.sub, bob.sub]).toEqual(['w0', 'w0']);
    expect(alice.masterSipId).not.toBe(bob.masterSipId);
    expect((await call('getUser', { path: { userId: alice.sub } })).firstname).toBe('Alice');
    expect((await call('getUser', { user: sandbox.users.bob, path: { userId: bob.sub } })).firstname).toBe('Bob');
  });

  test('neither sees the other’s clients', async () => {
    const response = await sandbox.fetch(
      `${sandbox.apiUrl}/authorization/oauth2/clients/${encodeURIComponent(sandbox.client.clientId)}`,
      { headers: pat(sandbox.users.bob) },
    );
    expect([response.status, await response.text()]).toEqual([404, '']);
  });

  test('an account of the newer kind has no calls, and refuses device ids', async () => {
    const page = await call('getHistory', { user: sandbox.users.bob, query: '?limit=100' });
    const refused = await sandbox.fetch(`${sandbox.apiUrl}/history?connectionIds=e0`, {
      headers: pat(sandbox.users.bob),
    });

    expect(page.items.some(({ type }: { type: string }) => type === 'CALL')).toBe(false);
    expect(refused.status).toBe(403);
  });
});

describe('who may call', () => {
  test.each([
    ['no credentials', {}],
    ['garbage', { authorization: 'Bearer garbage' }],
    ['another scheme', { authorization: 'Digest x' }],
    [
      'a wrong personal access token',
      { authorization: `Basic ${Buffer.from('token-ALICE1:wrong').toString('base64')}` },
    ],
    ['user name and password', { authorization: `Basic ${Buffer.from('alice:sandbox').toString('base64')}` }],
  ] as [string, Record<string, string>][])('401 without a body: %s', async (_name, headers) => {
    const response = await sandbox.fetch(`${sandbox.apiUrl}/account`, { headers });

    expect([response.status, await response.text()]).toEqual([401, '']);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('403 without a body: none of the operation’s scopes', async () => {
    const { access_token } = await party.tokens({ scope: 'openid balance:read' });
    const response = await party.api('/account', access_token);

    expect([response.status, await response.text()]).toEqual([403, '']);
    expect((await party.api('/balance', access_token)).status).toBe(200);
    expect((await party.api('/authorization/userinfo', access_token)).status).toBe(200);
  });

  test('`all` is enough for everything', async () => {
    const { access_token } = await party.tokens({ scope: 'all' });

    for (const path of ['/account', '/balance', '/users', '/numbers', '/history', '/authorization/oauth2/clients']) {
      expect((await party.api(path, access_token)).status).toBe(200);
    }
  });

  test('tokens of both realms are good', async () => {
    const apps = relyingParty(sandbox, { client: sandbox.appsClient, issuer: sandbox.issuers['sipgate-apps'] });
    const { access_token } = await apps.tokens({ username: 'bob', scope: 'account:read' });

    expect((await party.api('/account', access_token)).status).toBe(200);
  });

  test('404 for what the API does not have, 405 for another method', async () => {
    const headers = pat(sandbox.users.alice);
    expect((await sandbox.fetch(`${sandbox.apiUrl}/nothing`, { headers })).status).toBe(404);
    expect((await sandbox.fetch(`${sandbox.apiUrl}/account`, { headers, method: 'DELETE' })).status).toBe(405);
  });
});

describe('history', () => {
  const page = (query: string) => call('getHistory', { query: `?limit=1000&${query}` });
  type Entry = {
    id: string;
    type: string;
    direction: string;
    starred: boolean;
    archived: boolean;
    created: string;
    source: string;
    target: string;
    connectionIds: string[];
  };

  test('pages: ten at a time, newest first, totalCount counts all', async () => {
    const first = await call('getHistory');
    const second = await call('getHistory', { query: '?offset=10&limit=5' });
    const all = await page('');

    expect([first.items.length, second.items.length]).toEqual([10, 5]);
    expect(first.totalCount).toBe(all.items.length);
    expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 15));
    const instants = all.items.map(({ created }: Entry) => Date.parse(created));
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
  });

  test.each([
    ['types=CALL&types=FAX', ({ type }) => ['CALL', 'FAX'].includes(type)],
    ['directions=MISSED_INCOMING', ({ direction }) => direction === 'MISSED_INCOMING'],
    ['starred=STARRED', ({ starred }) => starred],
    ['starred=UNSTARRED', ({ starred }) => !starred],
    ['archived=true', ({ archived }) => archived],
    ['connectionIds=v0&connectionIds=s0', ({ connectionIds }) => connectionIds.some((id) => ['v0', 's0'].includes(id))],
    ['phonenumber=%2B49%2069%2090009102', ({ source, target }) => [source, target].includes('+496990009102')],
  ] as [string, (entry: Entry) => boolean][])('%s', async (query, fits) => {
    const { items, totalCount } = await page(query);
    const everything = [...(await page('')).items, ...(await page('archived=true')).items];
    const expected = everything.filter(
      (entry: Entry) => fits(entry) && (query.includes('archived') || !entry.archived),
    );

    expect(items.length).toBeGreaterThan(0);
    expect(totalCount).toBe(expected.length);
    expect(items.every(fits)).toBe(true);
  });

  test('from and to', async () => {
    const { items } = await page('');
    const [from, to] = [items[8].created, items[3].created];

    const between = await page(new URLSearchParams({ from, to }).toString());

    expect(between.items).toEqual(items.slice(4, 9));
  });

  test.each([
    'limit=1001',
    'limit=-1',
    'limit=ten',
    'offset=-1',
    'types=PIGEON',
    'directions=UP',
    'starred=yes',
    'archived=maybe',
    'from=yesterday',
  ])('400: %s', async (query) => {
    const response = await sandbox.fetch(`${sandbox.apiUrl}/history?${query}`, { headers: pat(sandbox.users.alice) });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      name: 'PARAMETER_INVALID',
      message: expect.stringContaining(query.split('=')[0] ?? ''),
    });
  });
});

test('numbers come in pages when asked to', async () => {
  const all = await call('getNumbers');

  expect((await call('getNumbers', { query: '?offset=1&limit=2' })).items).toEqual(all.items.slice(1, 3));
});

describe('OAuth clients', () => {
  test('a new client signs people in at once; its secret has to be read afterwards', async () => {
    const created = await call('createClient', { body: description });
    const read = await call('getClient', { path: { clientId: created.clientId } });
    const fresh = relyingParty(sandbox, { client: read });

    expect(created).not.toHaveProperty('clientSecret');
    expect(created.clientId).toMatch(
      /^2400101-\d-[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}:third-party$/,
    );
    expect((await fresh.tokens()).expires_in).toBe(300);
    expect((await call('getClients')).data).toContainEqual(read);
  });

  test('the secret comes at once where that is switched on', async () => {
    sandbox = await createSandbox({ createAnswersSecret: true });

    expect(await call('createClient', { body: description })).toHaveProperty('clientSecret');
  });

  test('replacing keeps id and secret and takes effect at once', async () => {
    const { clientId } = await call('createClient', { body: description });
    const before = await call('getClient', { path: { clientId } });

    const after = await call('updateClient', {
      path: { clientId },
      body: { ...description, name: 'Renamed', redirectUris: ['http://localhost/other'] },
    });

    expect(after).toEqual({ ...before, name: 'Renamed', redirectUris: ['http://localhost/other'] });
    const response = await relyingParty(sandbox, { client: after }).authorize();
    expect(response.status).toBe(400);
  });

  test('deleting ends every session with it', async () => {
    const { clientId } = await call('createClient', { body: description });
    const client = await call('getClient', { path: { clientId } });
    const fresh = relyingParty(sandbox, { client });
    const tokens = await fresh.tokens();

    await call('deleteClient', { path: { clientId } });

    expect((await fresh.api('/account', tokens.access_token)).status).toBe(401);
    expect((await fresh.refresh(tokens.refresh_token)).status).toBe(401);
    expect(await (await fresh.authorize()).text()).toContain('Client not found.');
    const again = await sandbox.fetch(
      `${sandbox.apiUrl}/authorization/oauth2/clients/${encodeURIComponent(clientId)}`,
      { method: 'DELETE', headers: pat(sandbox.users.alice) },
    );
    expect(again.status).toBe(404);
  });

  test('legal links are for everybody; empty ones are left out', async () => {
    const { clientId } = await call('createClient', {
      body: { ...description, privacyUrl: 'https://crm.example/privacy' },
    });
    const read = async (id: string) =>
      sandbox.fetch(`${sandbox.apiUrl}/authorization/oauth2/clients/${encodeURIComponent(id)}/gdpr`);

    expect(await (await read(clientId)).json()).toEqual({ privacyUrl: 'https://crm.example/privacy' });
    expect((await read('nobody')).status).toBe(404);
    expect(await call('getGdprUrls', { path: { clientId: sandbox.client.clientId } })).toHaveProperty('termsUrl');
  });

  test.each([
    ['a field missing', { ...description, termsUrl: undefined }, 'termsUrl'],
    ['an empty name', { ...description, name: ' ' }, 'name'],
    ['a redirect URI of another scheme', { ...description, redirectUris: ['myapp://cb'] }, 'redirectUris.0'],
    ['a redirect URI with a fragment', { ...description, redirectUris: ['http://localhost/cb#x'] }, 'redirectUris.0'],
    ['a privacy URL that is none', { ...description, privacyUrl: 'soon' }, 'privacyUrl'],
  ] as [string, object, string][])('400 PARAMETER_INVALID: %s', async (_name, body, field) => {
    const response = await sandbox.fetch(`${sandbox.apiUrl}/authorization/oauth2/clients`, {
      method: 'POST',
      headers: pat(sandbox.users.alice),
      body: JSON.stringify(body),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ name: 'PARAMETER_INVALID', message: expect.stringContaining(field) });
  });

  test('400 INVALID_JSON, 415 for another content type', async () => {
    const post = (headers: Record<string, string>) =>
      sandbox.fetch(`${sandbox.apiUrl}/authorization/oauth2/clients`, {
        method: 'POST',
        headers: { ...pat(sandbox.users.alice), ...headers },
        body: '{',
      });

    expect(await (await post({})).json()).toMatchObject({ name: 'INVALID_JSON' });
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
  });
});
