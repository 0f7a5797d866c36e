import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { type RelyingParty, refusalOf, relyingParty, type TokenAnswer } from './relying-party.ts';

const REUSED = '400 invalid_grant "Maximum allowed refresh token reuse exceeded"';
const STALE = '400 invalid_grant "Stale token"';
const DETACHED = '400 invalid_grant "Session doesn\'t have required client"';
const ENDED = '400 invalid_grant "Session not active"';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox();
  party = relyingParty(sandbox);
});

const refreshed = async (tokens: TokenAnswer): Promise<TokenAnswer> =>
  (await party.refresh(tokens.refresh_token)).json();

describe('refused without harm', () => {
  test.each([
    ['missing', () => undefined, '400 invalid_request "No refresh token"'],
    ['empty', () => '', '400 invalid_grant "Invalid refresh token"'],
    ['garbage', () => 'garbage', '400 invalid_grant "Invalid refresh token"'],
    ['an access token', (tokens: TokenAnswer) => tokens.access_token, '400 invalid_grant "Invalid refresh token"'],
    [
      'with a broken signature',
      (tokens: TokenAnswer) => `${tokens.refresh_token.slice(0, -4)}AAAA`,
      '400 invalid_grant "Invalid refresh token"',
    ],
  ] as [string, (tokens: TokenAnswer) => string | undefined, string][])(
    'refresh token %s',
    async (_name, pick, refusal) => {
      const tokens = await party.tokens();

      const response = await party.token({ grant_type: 'refresh_token', refresh_token: pick(tokens) });

      expect(await refusalOf(response)).toBe(refusal);
      expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
    },
  );

  test('refresh token of another client', async () => {
    const tokens = await party.tokens();
    const other = relyingParty(sandbox, { client: sandbox.publicClient });

    expect(await refusalOf(await other.refresh(tokens.refresh_token))).toBe(
      '400 invalid_grant "Invalid refresh token. Token client and authorized client don\'t match"',
    );
    expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
  });

  test('a wrong secret', async () => {
    const tokens = await party.tokens();

    expect((await party.refresh(tokens.refresh_token, { client_secret: 'wrong' })).status).toBe(401);
    expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
  });
});

describe('life times', () => {
  test('a refresh token is good for 30 days from its own issue', async () => {
    const day = 86_400_000;
    const first = await party.tokens();
    sandbox.clock.advance(29 * day);
    const second = await refreshed(first);
    sandbox.clock.advance(29 * day);
    const third = await refreshed(second);
    sandbox.clock.advance(30 * day);

    expect(third.refresh_expires_in).toBe(2_592_000);
    expect(await refusalOf(await party.refresh(third.refresh_token))).toBe('400 invalid_grant "Token is not active"');
  });

  test('an access token is good for 300 s, also after a refresh replaced it', async () => {
    const first = await party.tokens();
    const second = await refreshed(first);
    sandbox.clock.advance(299_000);
    expect((await party.api('/account', first.access_token)).status).toBe(200);
    sandbox.clock.advance(1_000);

    for (const { access_token } of [first, second]) {
      const response = await party.api('/account', access_token);
      expect([response.status, await response.text()]).toEqual([401, '']);
    }
  });

  test('with offline_access a refresh token does not expire, and says 0', async () => {
    const tokens = await party.tokens({ scope: 'openid offline_access account:read' });
    sandbox.clock.advance(400 * 86_400_000);

    expect(tokens.refresh_expires_in).toBe(0);
    expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
  });
});

describe('scope', () => {
  test('narrows the access token, not the refresh token', async () => {
    const tokens = await party.tokens();

    const narrow = await (await party.refresh(tokens.refresh_token, { scope: 'account:read' })).json();
    const wide = await refreshed(narrow);

    expect(narrow.scope).toBe('account:read');
    expect(narrow).toHaveProperty('id_token');
    expect((await party.api('/balance', narrow.access_token)).status).toBe(403);
    expect(wide.scope).toBe('openid account:read balance:read');
  });

  test('never granted ones are left out, unknown ones refused', async () => {
    const tokens = await party.tokens();

    const partly = await (await party.refresh(tokens.refresh_token, { scope: 'account:read users:read' })).json();
    const none = await (await party.refresh(partly.refresh_token, { scope: 'users:read' })).json();
    const unknown = await party.refresh(none.refresh_token, { scope: 'nonsense' });

    expect([partly.scope, none.scope]).toEqual(['account:read', '']);
    expect(await refusalOf(unknown)).toBe('400 invalid_scope "Invalid scopes: nonsense"');
  });
});

describe('[S47] a refresh token used twice', () => {
  test('kills the family: the newest token, and the access tokens', async () => {
    const first = await party.tokens();
    const second = await refreshed(first);

    expect(await refusalOf(await party.refresh(first.refresh_token))).toBe(REUSED);
    expect(await refusalOf(await party.refresh(second.refresh_token))).toBe(DETACHED);
    expect(await refusalOf(await party.refresh(second.refresh_token))).toBe(DETACHED);
    for (const { access_token } of [first, second])
      expect((await party.api('/account', access_token)).status).toBe(401);
  });

  test('an older one, after a newer one was used, is stale', async () => {
    const first = await party.tokens();
    const second = await refreshed(first);
    const third = await refreshed(second);

    expect(await refusalOf(await party.refresh(first.refresh_token))).toBe(STALE);
    expect(await refusalOf(await party.refresh(third.refresh_token))).toBe(DETACHED);
  });

  test('four at once: exactly one wins, and loses everything with the others', async () => {
    const tokens = await party.tokens();

    const responses = await Promise.all([1, 2, 3, 4].map(() => party.refresh(tokens.refresh_token)));
    const winners = responses.filter(({ ok }) => ok);
    const refusals = await Promise.all(responses.filter(({ ok }) => !ok).map(refusalOf));

    expect(winners).toHaveLength(1);
    expect(refusals.sort()).toEqual([REUSED, DETACHED, DETACHED].sort());
    const won: TokenAnswer = await winners[0]?.json();
    expect(await refusalOf(await party.refresh(won.refresh_token))).toBe(DETACHED);
  });

  test('the person’s session stays: signing in again needs no page', async () => {
    const browser = new Map();
    const first = await party.tokens({ browser });
    await refreshed(first);
    await party.refresh(first.refresh_token);

    const again = await party.tokens({ browser, change: { prompt: 'none' } });

    expect((await party.refresh(again.refresh_token)).status).toBe(200);
    expect(await refusalOf(await party.refresh(first.refresh_token))).toBe(DETACHED);
  });
});

describe('two sign-ins of one person', () => {
  test('in one browser: one session, both refresh side by side', async () => {
    const browser = new Map();
    const a = await party.tokens({ browser });
    const b = await party.tokens({ browser });

    expect(a.session_state).toBe(b.session_state);
    const [a2, b2] = [await refreshed(a), await refreshed(b)];
    expect((await party.refresh(a2.refresh_token)).status).toBe(200);
    expect((await party.refresh(b2.refresh_token)).status).toBe(200);
  });

  test('in one browser: reuse of one kills both', async () => {
    const browser = new Map();
    const a = await party.tokens({ browser });
    const b = await party.tokens({ browser });
    await refreshed(a);

    expect(await refusalOf(await party.refresh(a.refresh_token))).toBe(REUSED);
    expect(await refusalOf(await party.refresh(b.refresh_token))).toBe(DETACHED);
  });

  test('in two browsers: they have nothing to do with each other', async () => {
    const a = await party.tokens();
    const b = await party.tokens();
    await refreshed(a);
    await party.refresh(a.refresh_token);

    expect((await party.refresh(b.refresh_token)).status).toBe(200);
  });
});

describe('[S47] revoking', () => {
  test.each([
    ['token missing', {}, '400 invalid_request "Token not provided"'],
    ['token garbage', { token: 'garbage' }, '200 invalid_token "Invalid token"'],
    [
      'secret wrong',
      { token: 'garbage', client_secret: 'wrong' },
      '401 unauthorized_client "Invalid client or Invalid client credentials"',
    ],
  ] as [string, Record<string, string>, string][])('%s', async (_name, form, refusal) => {
    expect(await refusalOf(await party.post('revoke', form))).toBe(refusal);
  });

  test('a refresh token: the session is over, consent stays', async () => {
    const browser = new Map();
    const tokens = await party.tokens({ browser });

    const response = await party.post('revoke', { token: tokens.refresh_token });

    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(await refusalOf(await party.refresh(tokens.refresh_token))).toBe(ENDED);
    expect((await party.api('/account', tokens.access_token)).status).toBe(401);
    expect(await refusalOf(await party.post('revoke', { token: tokens.refresh_token }))).toBe(
      '200 invalid_token "Invalid token"',
    );
    const before = sandbox.requests().length;
    await party.signIn({ browser });
    expect(
      sandbox
        .requests()
        .slice(before)
        .filter(({ method }) => method === 'POST'),
    ).toHaveLength(1);
  });

  test('a refresh token already used: all the same', async () => {
    const first = await party.tokens();
    const second = await refreshed(first);

    expect((await party.post('revoke', { token: first.refresh_token })).status).toBe(200);
    expect(await refusalOf(await party.refresh(second.refresh_token))).toBe(ENDED);
  });

  test('an access token: only itself', async () => {
    const tokens = await party.tokens();

    expect((await party.post('revoke', { token: tokens.access_token })).status).toBe(200);
    expect((await party.api('/account', tokens.access_token)).status).toBe(401);
    expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
  });

  test('another client’s token', async () => {
    const tokens = await party.tokens();
    const other = relyingParty(sandbox, { client: sandbox.publicClient });

    expect(await refusalOf(await other.post('revoke', { token: tokens.refresh_token }))).toBe(
      '400 invalid_request "Unmatching clients"',
    );
  });

  test('one of two clients of a session: the other goes on', async () => {
    const browser = new Map();
    const other = relyingParty(sandbox, { client: sandbox.publicClient });
    const mine = await party.tokens({ browser });
    const theirs = await other.tokens({ browser });

    await party.post('revoke', { token: mine.refresh_token });

    expect(theirs.session_state).toBe(mine.session_state);
    expect(await refusalOf(await party.refresh(mine.refresh_token))).toBe(DETACHED);
    expect((await other.refresh(theirs.refresh_token)).status).toBe(200);
  });
});

describe('[S47] signing out', () => {
  test('POST with a refresh token: 204, and every client of the session is out', async () => {
    const browser = new Map();
    const other = relyingParty(sandbox, { client: sandbox.publicClient });
    const mine = await party.tokens({ browser });
    const theirs = await other.tokens({ browser });

    const response = await party.post('logout', { refresh_token: mine.refresh_token });

    expect(response.status).toBe(204);
    expect(await refusalOf(await party.refresh(mine.refresh_token))).toBe(ENDED);
    expect(await refusalOf(await other.refresh(theirs.refresh_token))).toBe(ENDED);
    expect((await party.post('logout', { refresh_token: mine.refresh_token })).status).toBe(204);
  });

  test.each([
    ['without a refresh token', {}, '400 invalid_request "No refresh token"'],
    ['with garbage', { refresh_token: 'garbage' }, '400 invalid_grant "Invalid refresh token"'],
    [
      'with a wrong secret',
      { client_secret: 'wrong' },
      '401 unauthorized_client "Invalid client or Invalid client credentials"',
    ],
  ] as [string, Record<string, string>, string][])('POST %s', async (_name, form, refusal) => {
    expect(await refusalOf(await party.post('logout', form))).toBe(refusal);
  });

  test('GET with id_token_hint: at once, back to the client with state alone', async () => {
    const tokens = await party.tokens();
    const url = new URL(`${sandbox.issuer}/protocol/openid-connect/logout`);
    url.search = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: party.redirectUri,
      state: 'bye',
    }).toString();

    const response = await sandbox.fetch(url, { redirect: 'manual' });

    expect([response.status, response.headers.get('location')]).toEqual([302, `${party.redirectUri}?state=bye`]);
    expect(await refusalOf(await party.refresh(tokens.refresh_token))).toBe(ENDED);
  });

  test.each([
    ['nothing', {}, '200 Logging out'],
    [
      'post_logout_redirect_uri alone',
      { post_logout_redirect_uri: 'http://localhost:9999/oauth' },
      '400 We are sorry...',
    ],
    ['a garbage id_token_hint', { id_token_hint: 'garbage' }, '400 We are sorry...'],
  ] as [string, Record<string, string>, string][])('GET with %s', async (_name, query, page) => {
    const url = `${sandbox.issuer}/protocol/openid-connect/logout?${new URLSearchParams(query)}`;

    const response = await sandbox.fetch(url);

    expect(`${response.status} ${/<h1[^>]*>([^<]*)/.exec(await response.text())?.[1]}`).toBe(page);
  });

  test('GET, and the person presses Logout', async () => {
    const browser: Map<string, { value: string; path: string }> = new Map();
    const tokens = await party.tokens({ browser });
    const cookie = [...browser].map(([key, { value }]) => `${key.split(' ')[1]}=${value}`).join('; ');

    const response = await sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/logout`, {
      method: 'POST',
      body: new URLSearchParams({ confirm: 'Logout' }),
      headers: { cookie },
    });

    expect(await response.text()).toContain('You are logged out');
    expect(await refusalOf(await party.refresh(tokens.refresh_token))).toBe(ENDED);
  });
});

test('introspection tells good tokens from bad ones, to clients with a secret', async () => {
  const tokens = await party.tokens();
  const ask = async (token: string) => (await party.post('token/introspect', { token })).json();

  expect(await ask(tokens.access_token)).toMatchObject({
    active: true,
    username: 'alice',
    client_id: sandbox.client.clientId,
  });
  await refreshed(tokens);
  expect(await ask(tokens.refresh_token)).toEqual({ active: false });
  sandbox.clock.advance(300_000);
  expect(await ask(tokens.access_token)).toEqual({ active: false });
  expect(await ask('garbage')).toEqual({ active: false });
});
