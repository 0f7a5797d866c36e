import { beforeEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { startMessage } from '../src/start-message.ts';
import { pageOf, type RelyingParty, relyingParty } from './relying-party.ts';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox();
  party = relyingParty(sandbox);
});

/** Opens the login page and keeps its cookies. */
async function loginPage() {
  const start = await party.authorize();
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const url = start.headers.get('location') ?? '';
  return { url, cookie, page: await sandbox.fetch(url, { headers: { cookie } }) };
}

test('[S49] forms are answered with 303, the client is reached with 302', async () => {
  await party.signIn();

  const posts = sandbox.requests().filter(({ method }) => method === 'POST');
  expect(posts.map(({ status }) => status)).toEqual([303, 303]);
  expect(sandbox.requests().at(-1)?.status).toBe(302);
});

test('[S49] login and consent page: nothing loaded, nothing framed, forms may lead to the client', async () => {
  const { url, cookie, page } = await loginPage();
  const login = await page.text();
  const answered = await sandbox.fetch(url, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams({ username: 'alice', password: 'sandbox' }),
    redirect: 'manual',
  });
  const resumed = await sandbox.fetch(answered.headers.get('location') ?? '', {
    headers: { cookie },
    redirect: 'manual',
  });
  const consentCookie = resumed.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const consent = await sandbox.fetch(resumed.headers.get('location') ?? '', { headers: { cookie: consentCookie } });

  for (const response of [page, consent]) {
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:9999");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  }
  const text = await consent.text();
  expect(login).toContain('name="username"');
  for (const expected of [
    'Grant Access to Sandbox callback server',
    'Do you grant these access privileges?',
    'account:read',
    '>Yes</button>',
    '>No</button>',
    'terms of service.',
    'privacy policy.',
  ]) {
    expect(text.replace(/\s*\n\s*/g, '')).toContain(expected);
  }
  for (const html of [login, text]) expect(html).not.toMatch(/<script|src=|@import|url\(/);
});

test('cookies are HttpOnly, SameSite=Lax, named by realm and port, and last as long as the browser', async () => {
  const start = await party.authorize();

  for (const line of start.headers.getSetCookie()) {
    expect(line).toMatch(/^sandbox_third-party_8090_/);
    expect(line).toMatch(/; httponly/i);
    expect(line).toMatch(/; samesite=lax/i);
    expect(line).not.toMatch(/expires|max-age/i);
  }
});

test('a sign-in page without its cookie is another browser’s: refused', async () => {
  const { url } = await loginPage();

  expect(await pageOf(await sandbox.fetch(url))).toMatch(/^400 We are sorry\.\.\. Cookie not found\./);
});

test('a name that is typed in comes back escaped', async () => {
  const { url, cookie } = await loginPage();

  const page = await sandbox.fetch(url, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams({ username: '"><script>alert(1)</script>', password: 'x' }),
  });

  expect(await page.text()).not.toContain('<script>');
});

test('[S48] says on every page and at the start that it is not for production', async () => {
  for (const response of [
    await sandbox.fetch(sandbox.url),
    (await loginPage()).page,
    await party.authorize({ client_id: 'nobody' }),
  ]) {
    expect(await response.text()).toContain('not for production');
  }
  const message = startMessage(sandbox);
  expect(message).toContain('NOT FOR PRODUCTION');
  for (const shown of [
    sandbox.issuer,
    sandbox.apiUrl,
    'alice / sandbox',
    'bob / sandbox',
    sandbox.client.clientId,
    sandbox.client.clientSecret,
    sandbox.publicClient.clientId,
  ]) {
    expect(message).toContain(shown);
  }
});

test('[S48] sends nobody to another computer unless allowed: at the sign-in, not at the registration', async () => {
  const redirectUris = ['https://phone.sipgate.com/*'];
  const real = { redirectUri: 'https://phone.sipgate.com/oauth' };
  const strict = await createSandbox({ redirectUris });
  const open = await createSandbox({ redirectUris, allowRealHosts: true });

  expect(await pageOf(await relyingParty(strict, real).authorize())).toBe(
    '400 We are sorry... This sandbox sends nobody to another computer.',
  );
  expect((await relyingParty(open, real).signIn()).host).toBe('phone.sipgate.com');
});

test('[S48] listens on the loopback address only', async () => {
  const listening = await createSandbox({ port: 0 });

  expect(new URL(listening.url).hostname).toBe('127.0.0.1');
  await listening.close();
});

test('[S48] answers to names of this computer only, so that no page can have its name rebound to it', async () => {
  const rebound = await createSandbox({ origin: 'http://rebound.example:8090' });

  expect((await rebound.fetch(`${rebound.url}/__sandbox/state`)).status).toBe(421);
});
