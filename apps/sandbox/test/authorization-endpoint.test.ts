import { beforeEach, describe, expect, test } from 'vitest';
import { type CookieJar, createSandbox, type Sandbox } from '../src/index.ts';
import { pageOf, parametersOf, type RelyingParty, relyingParty } from './relying-party.ts';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox();
  party = relyingParty(sandbox);
});

describe('answered on a page, never at the redirect URI', () => {
  const rows: [string, Record<string, string | undefined>, string][] = [
    ['client_id missing', { client_id: undefined }, 'Invalid Request'],
    ['client unknown', { client_id: 'nobody' }, 'Client not found.'],
    [
      'client of the other realm',
      { client_id: '3500202-0-0f4a0c10-5a9d-11ee-8c99-b0b000c11e03:sipgate-apps' },
      'Client not found.',
    ],
    ['redirect_uri not registered', { redirect_uri: 'http://localhost:9999/other' }, 'Invalid parameter: redirect_uri'],
    [
      'redirect_uri missing, several registered',
      { redirect_uri: undefined, scope: 'account:read' },
      'Invalid parameter: redirect_uri',
    ],
    ['max_age not a number', { max_age: 'soon' }, 'Invalid Request'],
  ];
  test.each(rows)('%s', async (_name, change, sentence) => {
    const response = await party.authorize(change);

    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await pageOf(response)).toBe(`400 We are sorry... ${sentence}`);
  });

  test('client_id twice', async () => {
    const url = party.authorizationUrl();
    url.searchParams.append('client_id', 'another');

    expect(await pageOf(await sandbox.fetch(url, { redirect: 'manual' }))).toContain('Invalid Request');
  });

  test('client disabled', async () => {
    changeClient(sandbox, sandbox.client.clientId, { enabled: false });

    expect(await pageOf(await party.authorize())).toBe('400 We are sorry... Client disabled.');
  });

  test('redirect_uri missing with openid, one registered; without openid that one is used', async () => {
    changeClient(sandbox, sandbox.client.clientId, { redirectUris: ['http://localhost:9999/oauth/*'] });

    const withOpenid = await party.authorize({ redirect_uri: undefined });
    const without = await party.authorize({ redirect_uri: undefined, scope: 'nonsense' });

    expect(await pageOf(withOpenid)).toContain('Invalid parameter: redirect_uri');
    expect(without.headers.get('location')).toMatch(/^http:\/\/localhost:9999\/oauth\?error=invalid_scope/);
  });
});

describe('answered at the redirect URI: error, error_description, state, iss', () => {
  const rows: [string, Record<string, string | undefined>, [string, string?]][] = [
    ['response_type missing', { response_type: undefined }, ['invalid_request', 'Missing parameter: response_type']],
    ['response_type unknown', { response_type: 'magic' }, ['unsupported_response_type']],
    ['response_mode unknown', { response_mode: 'magic' }, ['invalid_request', 'Invalid parameter: response_mode']],
    ['scope unknown', { scope: 'nonsense' }, ['invalid_scope', 'Invalid scopes: nonsense']],
    [
      'scope partly unknown',
      { scope: 'openid account:read nonsense' },
      ['invalid_scope', 'Invalid scopes: openid account:read nonsense'],
    ],
    ['scope empty', { scope: '' }, ['invalid_scope', 'Invalid scopes: ']],
    [
      'PKCE: method without challenge',
      { code_challenge: undefined },
      ['invalid_request', 'Missing parameter: code_challenge'],
    ],
    [
      'PKCE: challenge too short',
      { code_challenge: 'x'.repeat(20) },
      ['invalid_request', 'Invalid parameter: code_challenge'],
    ],
    [
      'PKCE: challenge with a space',
      { code_challenge: ' '.repeat(43) },
      ['invalid_request', 'Invalid parameter: code_challenge'],
    ],
    [
      'PKCE: method unknown',
      { code_challenge_method: 'S512' },
      ['invalid_request', 'Invalid parameter: code_challenge_method'],
    ],
    ['prompt=none, not signed in', { prompt: 'none' }, ['login_required']],
  ];
  test.each(rows)('%s', async (_name, change, [error, description]) => {
    const response = await party.authorize(change);

    expect(response.status).toBe(302);
    expect(parametersOf(response.headers.get('location'))).toEqual([
      ['error', error],
      ...(description === undefined ? [] : [['error_description', description]]),
      ['state', 'state-1'],
      ['iss', sandbox.issuer],
    ]);
  });

  test('a parameter twice', async () => {
    const url = party.authorizationUrl();
    url.searchParams.append('scope', 'account:read');

    const response = await sandbox.fetch(url, { redirect: 'manual' });

    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error_description')).toBe(
      'duplicated parameter',
    );
  });

  test('implicit flow off: in the fragment', async () => {
    const response = await party.authorize({ response_type: 'token' });

    const location = new URL(response.headers.get('location') ?? '');
    expect(location.search).toBe('');
    expect(new URLSearchParams(location.hash.slice(1)).get('error_description')).toBe(
      'Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.',
    );
  });

  test('standard flow off', async () => {
    changeClient(sandbox, sandbox.client.clientId, { standardFlow: false });

    const [error, description] = parametersOf((await party.authorize()).headers.get('location'));

    expect(error).toEqual(['error', 'unauthorized_client']);
    expect(description?.[1]).toMatch(/^Client is not allowed .* Standard flow is disabled for the client\.$/);
  });

  test('a state of more than 4,000 characters is dropped', async () => {
    const response = await party.authorize({ state: 's'.repeat(4100), scope: 'nonsense' });

    expect(parametersOf(response.headers.get('location')).map(([name]) => name)).toEqual([
      'error',
      'error_description',
      'iss',
    ]);
  });

  test.each([
    [
      'challenge and method missing',
      { code_challenge: undefined, code_challenge_method: undefined },
      'Missing parameter: code_challenge_method',
    ],
    ['method missing', { code_challenge_method: undefined }, 'Missing parameter: code_challenge_method'],
    ['challenge missing', { code_challenge: undefined }, 'Missing parameter: code_challenge'],
    [
      'method plain',
      { code_challenge_method: 'plain' },
      'Invalid parameter: code challenge method is not matching the configured one',
    ],
  ] as [string, Record<string, string | undefined>, string][])(
    'PKCE enforced: %s',
    async (_name, change, description) => {
      const publicParty = relyingParty(sandbox, { client: sandbox.publicClient });

      const response = await publicParty.authorize(change);

      expect(new URL(response.headers.get('location') ?? '').searchParams.get('error_description')).toBe(description);
    },
  );
});

describe('success', () => {
  test('the parameters come as state, session_state, iss, code, with 302', async () => {
    const callback = await party.signIn();

    const parameters = parametersOf(callback);
    expect(parameters.map(([name]) => name)).toEqual(['state', 'session_state', 'iss', 'code']);
    expect(callback.searchParams.get('state')).toBe('state-1');
    expect(callback.searchParams.get('iss')).toBe(sandbox.issuer);
    expect(callback.searchParams.get('session_state')).toHaveLength(24);
    expect(callback.searchParams.get('code')).toHaveLength(98);
    expect(callback.searchParams.get('code')?.split('.')[1]).toBe(callback.searchParams.get('session_state'));
    expect(sandbox.requests().at(-1)?.status).toBe(302);
  });

  test('without state: session_state, iss, code', async () => {
    const callback = await party.signIn({ change: { state: undefined } });

    expect(parametersOf(callback).map(([name]) => name)).toEqual(['session_state', 'iss', 'code']);
  });

  test('response_mode=fragment', async () => {
    const callback = await party.signIn({ change: { response_mode: 'fragment' } });

    expect([...new URLSearchParams(callback.hash.slice(1)).keys()]).toEqual(['state', 'session_state', 'iss', 'code']);
  });

  test('a redirect URI keeps its own query', async () => {
    const own = relyingParty(sandbox, {
      client: sandbox.publicClient,
      redirectUri: 'http://localhost:9999/cb?tenant=7',
    });

    expect((await own.signIn()).searchParams.get('tenant')).toBe('7');
  });

  test('the realm sipgate-apps has its own issuer and clients', async () => {
    const apps = relyingParty(sandbox, { client: sandbox.appsClient, issuer: sandbox.issuers['sipgate-apps'] });

    const callback = await apps.signIn();

    expect(callback.searchParams.get('iss')).toBe(sandbox.issuers['sipgate-apps']);
    expect((await apps.redeem(callback.searchParams.get('code'))).status).toBe(200);
  });

  test('POST instead of GET', async () => {
    const url = party.authorizationUrl();

    const response = await sandbox.fetch(`${url.origin}${url.pathname}`, {
      method: 'POST',
      body: url.searchParams,
      redirect: 'manual',
    });

    expect(response.headers.get('location')).toContain('/login-actions/');
  });
});

describe('the person', () => {
  test('says No: access_denied, state, iss', async () => {
    const callback = await sandbox.signIn({
      authorizationUrl: party.authorizationUrl(),
      username: 'alice',
      password: 'sandbox',
      consent: 'no',
    });

    expect(parametersOf(callback)).toEqual([
      ['error', 'access_denied'],
      ['state', 'state-1'],
      ['iss', sandbox.issuer],
    ]);
  });

  test('has a wrong password: stays on the page', async () => {
    const signIn = sandbox.signIn({ authorizationUrl: party.authorizationUrl(), username: 'alice', password: 'wrong' });

    await expect(signIn).rejects.toMatchObject({
      name: 'SandboxSignInError',
      problem: 'wrong_password',
      message: 'Invalid username or password.',
      status: 200,
    });
  });

  test('is signed in already: no page, the same session; a new scope asks for consent alone', async () => {
    const browser = new Map();
    const first = await party.signIn({ browser, scope: 'openid' });
    const before = sandbox.requests().length;

    const second = await party.signIn({ browser, scope: 'openid' });
    const pages = sandbox.requests().length - before;
    const none = await party.signIn({ browser, scope: 'openid', change: { prompt: 'none' } });
    const more = await party.signIn({ browser, change: { prompt: 'none' } });

    expect(pages).toBe(1);
    expect(second.searchParams.get('session_state')).toBe(first.searchParams.get('session_state'));
    expect(none.searchParams.has('code')).toBe(true);
    expect(more.searchParams.get('error')).toBe('interaction_required');
    expect((await party.signIn({ browser })).searchParams.has('code')).toBe(true);
  });

  test('is asked for what is new only', async () => {
    const browser: CookieJar = new Map();
    await party.signIn({ browser, scope: 'openid account:read' });

    const page = await consentPage(browser, 'openid account:read users:read');

    expect([...page.matchAll(/<li><span>([^<]*)/g)].map(([, scope]) => scope)).toEqual(['users:read']);
  });

  test('signs in as another in the same browser: another session', async () => {
    const browser = new Map();
    const alice = await party.signIn({ browser });

    const bob = await party.signIn({ browser, username: 'bob', change: { prompt: 'login' } });

    expect(bob.searchParams.get('session_state')).not.toBe(alice.searchParams.get('session_state'));
    const tokens = await (await party.redeem(bob.searchParams.get('code'))).json();
    expect((await (await party.api('/account', tokens.access_token)).json()).company).toBe('Brandt Logistik GmbH');
  });

  test('prompt=login asks again, prompt=consent too', async () => {
    const browser = new Map();
    await party.signIn({ browser });

    for (const prompt of ['login', 'consent']) {
      const before = sandbox.requests().length;
      await party.signIn({ browser, change: { prompt } });
      expect(
        sandbox
          .requests()
          .slice(before)
          .some(({ method }) => method === 'POST'),
      ).toBe(true);
    }
  });
});

/** What somebody signed in already sees when the client asks for more. */
async function consentPage(browser: CookieJar, scope: string): Promise<string> {
  const cookies = () => [...browser].map(([key, { value }]) => `${key.split(' ')[1]}=${value}`).join('; ');
  const start = await sandbox.fetch(party.authorizationUrl({ scope }), {
    headers: { cookie: cookies() },
    redirect: 'manual',
  });
  const more = start.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const page = await sandbox.fetch(start.headers.get('location') ?? '', { headers: { cookie: more.join('; ') } });
  return page.text();
}

/** Changes what the REST API cannot: through a snapshot. */
function changeClient(target: Sandbox, clientId: string, change: object): void {
  const snapshot = target.snapshot();
  target.restore({
    ...snapshot,
    clients: snapshot.clients.map((client) => (client.clientId === clientId ? { ...client, ...change } : client)),
  });
}
