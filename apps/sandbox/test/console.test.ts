import { expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { pageOf, relyingParty } from './relying-party.ts';

/** A page of the console, or what a form of it does, as a browser asks for it. */
function visitorOf(sandbox: Sandbox, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) {
  return {
    async page(path: string) {
      return (await sandbox.fetch(`${sandbox.url}${path}`)).text();
    },
    async send(path: string, form: Record<string, string> = {}) {
      const body = new URLSearchParams(form);
      return sandbox.fetch(`${sandbox.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' });
    },
  };
}

const DESCRIPTION = {
  name: 'Example CRM',
  description: 'Calls from the customer card',
  privacyUrl: 'https://crm.example/privacy',
  termsUrl: 'https://crm.example/terms',
};

test('the first page links what runs on the sandbox, and says nothing of it where nothing does', async () => {
  const neighbours = [{ name: 'My product <here>', url: 'http://localhost:8070' }];
  const sandbox = await createSandbox({ neighbours: () => neighbours });
  expect(await visitorOf(sandbox).page('/')).toContain('<a href="http://localhost:8070">My product &lt;here&gt;</a>');

  const alone = await createSandbox();
  expect(await visitorOf(alone).page('/')).not.toContain('What runs on it');
});

test('a client made in the console signs people in as soon as it has a redirect URI', async () => {
  const sandbox = await createSandbox();
  const { page, send } = visitorOf(sandbox);

  const created = await send('/console/clients', DESCRIPTION);
  const path = created.headers.get('location')?.split('?')[0] ?? '';
  const clientId = decodeURIComponent(path.split('/').at(-1) ?? '');
  const clientSecret = await page(`${path}/secret`);
  expect(await page(`${path}/env`)).toBe(
    `CLIENT_ID=${clientId}\nCLIENT_SECRET=${clientSecret}\n` +
      `SIPGATE_KIT_ISSUER=${sandbox.issuer}\nSIPGATE_KIT_API_URL=${sandbox.apiUrl}\n`,
  );
  await send(`${path}/redirect-uris`, { value: 'http://localhost:9999/cb' });

  expect(created.status).toBe(303);
  const party = relyingParty(sandbox, { client: { clientId, clientSecret }, redirectUri: 'http://localhost:9999/cb' });
  expect(await party.tokens()).toMatchObject({ token_type: 'Bearer', access_token: expect.any(String) });

  await send(`${path}/redirect-uris/remove`, { value: 'http://localhost:9999/cb' });
  expect(await pageOf(await party.authorize())).toContain('Invalid parameter: redirect_uri');

  expect((await send(`${path}/delete`, { typed: 'Example' })).status).toBe(422);
  expect((await send(`${path}/delete`, { typed: 'Example CRM' })).status).toBe(303);
  expect(sandbox.tokens()[0]).toMatchObject({ alive: false, endReason: 'client deleted' });
  expect(await pageOf(await party.authorize())).toContain('Client not found.');
});

test('the secret is in no page unless it is asked for', async () => {
  const sandbox = await createSandbox();
  const { page } = visitorOf(sandbox);
  const { clientId, clientSecret } = sandbox.client;
  const client = `/console/clients/${encodeURIComponent(clientId)}`;
  await relyingParty(sandbox).tokens();

  for (const path of ['/', '/console/clients', client, `${client}/edit`, '/console/requests', '/console/tokens']) {
    expect(await page(path)).not.toContain(clientSecret);
  }
  expect(await page(`${client}?secret=shown`)).toContain(clientSecret);
});

test('New client: all four fields have to be filled in, and what was typed comes back', async () => {
  const sandbox = await createSandbox();
  const answer = await visitorOf(sandbox).send('/console/clients', {
    ...DESCRIPTION,
    name: '',
    termsUrl: 'crm.example',
  });
  const page = await answer.text();

  expect(answer.status).toBe(422);
  expect(page).toContain('Enter a name.');
  expect(page).toContain('Enter a whole URL, as in https://app.example.com/privacy.');
  expect(page).toContain(`value="${DESCRIPTION.description}"`);
});

test('a doubtful redirect URI is added only after it has been seen, one that the API refuses never', async () => {
  const sandbox = await createSandbox();
  const { page, send } = visitorOf(sandbox);
  const path = `/console/clients/${encodeURIComponent(sandbox.client.clientId)}/redirect-uris`;
  const value = 'https://app.example.com*';

  const first = await send(path, { value });
  expect([first.status, await first.text()]).toEqual([422, expect.stringContaining('Write a slash before the star.')]);
  expect((await send(path, { value, seen: 'https://other.example/*' })).status).toBe(422);
  expect((await send(path, { value, seen: value })).status).toBe(303);
  expect(await page(`${path}/new?value=${encodeURIComponent('https://app.example.com/cb')}`)).toContain(
    'value="https://app.example.com/cb"',
  );
  expect((await send(path, { value: 'https://app.example.com/cb' })).status).toBe(303);

  for (const refused of ['', 'myapp://cb', 'http://localhost:8080/oauth']) {
    expect((await send(path, { value: refused, seen: refused })).status).toBe(422);
  }
  expect(sandbox.snapshot().clients[0]?.redirectUris.slice(-2)).toEqual([value, 'https://app.example.com/cb']);
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another port of this computer', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' }],
  ['another site in an old browser', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['nobody knows where', {}],
])('[S28] a form of %s changes nothing', async (_, headers) => {
  const sandbox = await createSandbox({ now: () => 1_000_000_000_000 });
  const { send } = visitorOf(sandbox, headers as Record<string, string>);
  const client = `/console/clients/${encodeURIComponent(sandbox.client.clientId)}`;
  const before = JSON.stringify(sandbox.snapshot());
  sandbox.faults.add({ path: '/v2', status: 500 });

  for (const [path, form] of [
    ['/console/clock', { advanceMs: '60000' }],
    ['/console/scenarios', { name: 'outage-30s' }],
    ['/console/reset', {}],
    ['/console/faults/clear', {}],
    ['/console/clients', DESCRIPTION],
    [`${client}/redirect-uris`, { value: 'http://localhost/evil' }],
    [`${client}/delete`, { typed: 'Sandbox callback server' }],
  ] as const) {
    expect((await send(path, form)).status, path).toBe(403);
  }
  expect(JSON.stringify(sandbox.snapshot())).toBe(before);
  expect(sandbox.clock.now()).toBe(1_000_000_000_000);
  expect(sandbox.faults.list()).toHaveLength(1);
});

test('[S49] nothing runs or loads but the files of the console, and nothing frames it', async () => {
  const sandbox = await createSandbox();
  const page = await sandbox.fetch(`${sandbox.url}/console/clients`);
  const html = await page.text();
  const policy = page.headers.get('content-security-policy') ?? '';

  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src ${sandbox.url}/console/assets/;`);
  expect(policy).toContain("form-action 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(page.headers.get('cache-control')).toBe('no-store');
  const files = [...html.matchAll(/(?:src|href)="([^"]*\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(new Set(files).size).toBe(3);
  for (const path of files) expect((await sandbox.fetch(`${sandbox.url}${path}`)).status, path).toBe(200);
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
});

test('the clock, its leap and its stop; the way back leads to pages of the console only', async () => {
  const sandbox = await createSandbox({ now: () => 1_000_000_000_000 });
  const { page, send } = visitorOf(sandbox);

  const back = await send('/console/clock', { advanceMs: '300000', back: '/console/tokens' });
  expect(back.headers.get('location')).toBe('/console/tokens');
  expect(sandbox.clock.now()).toBe(1_000_000_300_000);
  await send('/console/clock', { frozen: 'true' });
  expect(sandbox.clock.frozen).toBe(true);
  expect(await page('/')).toContain('Let it run');
  await send('/console/clock', { reset: 'yes' });
  expect([sandbox.clock.now(), sandbox.clock.frozen]).toEqual([1_000_000_000_000, false]);

  for (const elsewhere of ['//evil.example', 'https://evil.example', '/\\evil.example', '/v2/account', '/console\n']) {
    expect((await send('/console/clock', { back: elsewhere })).headers.get('location')).toBe('/');
  }
  for (const nonsense of ['-1', '1e9', '999999999999999', 'soon'])
    await send('/console/clock', { advanceMs: nonsense });
  expect(sandbox.clock.now()).toBe(1_000_000_000_000);
});

test('scenarios are played to everybody or to one, and say what they did; reset begins anew', async () => {
  const sandbox = await createSandbox();
  const { page, send } = visitorOf(sandbox);
  await send('/console/clients', DESCRIPTION);

  const played = await send('/console/scenarios', { name: 'lost-refresh', username: 'alice' });
  expect(await page(played.headers.get('location') ?? '')).toContain('the connection closed without an answer');
  expect(await page('/')).toContain('1 failure waiting');
  expect((await send('/console/scenarios', { name: 'unheard-of' })).headers.get('location')).toBe('/');

  await send('/console/reset');
  expect(sandbox.faults.list()).toEqual([]);
  expect(sandbox.snapshot().clients).toHaveLength(3);
});

test('the console stands while everything else is down, and leaves no trace in the log', async () => {
  const sandbox = await createSandbox();
  sandbox.faults.add({ path: '/', status: 503, next: 10 });

  for (const path of ['/', '/console/clients', '/console/requests']) {
    expect((await sandbox.fetch(`${sandbox.url}${path}`)).status).toBe(200);
  }
  expect(sandbox.requests()).toEqual([]);
  expect((await sandbox.fetch(`${sandbox.apiUrl}/account`)).status).toBe(503);
});

test('the story of a session: what came from what, as a picture and as a table, and how it ended', async () => {
  const sandbox = await createSandbox({ now: () => 1_000_000_000_000 });
  const party = relyingParty(sandbox);
  const { page } = visitorOf(sandbox);
  const first = await party.tokens();
  await party.refresh(first.refresh_token);
  sandbox.clock.advance(60_000);
  await party.refresh(first.refresh_token);
  const [session] = sandbox.tokens();
  const [used, dead] = session?.tokens.filter(({ kind }) => kind === 'refresh') ?? [];

  const html = await page('/console/tokens');
  const picture = /<svg.*<\/svg>/s.exec(html)?.[0] ?? '';
  const table = /<tbody>.*<\/tbody>/s.exec(html)?.[0] ?? '';

  expect(picture).toContain('Signed in, refreshed once, over: refresh token used twice.');
  expect(picture).toContain('01:47:40 refresh token used twice');
  const inPicture = [...picture.matchAll(/>([0-9a-f]{8})</g)].map(([, fingerprint]) => fingerprint);
  expect(inPicture).toEqual(session?.tokens.map(({ fingerprint }) => fingerprint));
  const rows = table.split('<tr>').map((row) =>
    row
      .replace(/<[^>]+>/g, ' ')
      .split(/\s+/)
      .filter(Boolean),
  );
  expect(rows).toContainEqual(['refresh', used?.fingerprint, 'the', 'sign-in', 'used', '01:46:40', '9', 'Oct', '2001']);
  expect(rows).toContainEqual([
    'refresh',
    dead?.fingerprint,
    used?.fingerprint,
    'dead',
    '01:46:40',
    '9',
    'Oct',
    '2001',
  ]);
});
