import { describe, expect, test } from 'vitest';
import {
  clientCredentials,
  type DeviceTokenOptions,
  discoverProvider,
  explicitProvider,
  type Fetch,
  finishDeviceAuthorization,
  keycloakProvider,
  startDeviceAuthorization,
} from '../../src/index.ts';
import { refusedConnection, START } from './signed-in.ts';

const ISSUER = 'https://login.example/auth/realms/r';
const client = clientCredentials('client', 'c4nary-s3cret');
const provider = explicitProvider({
  ...keycloakProvider(ISSUER),
  deviceAuthorizationEndpoint: `${ISSUER}/protocol/openid-connect/auth/device`,
});

type Answer = Response | Error | (() => never);

const refusal = (error: string, error_description?: string, status = 400) =>
  Response.json({ error, error_description }, { status });
const pending = () => refusal('authorization_pending', 'The authorization request is still pending');
const codes = (more: object = {}) =>
  Response.json({
    device_code: 'dev1ce-c0de',
    user_code: 'WDJB-MJHT',
    verification_uri: `${ISSUER}/device`,
    verification_uri_complete: `${ISSUER}/device?user_code=WDJB-MJHT`,
    expires_in: 600,
    interval: 5,
    ...more,
  });

function tokens(now: number, more: object = {}) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: ISSUER, aud: 'client', sub: 'f:1:42', iat: now / 1000, exp: now / 1000 + 300 };
  return Response.json({
    access_token: 'access-1',
    refresh_token: 'refresh-1',
    token_type: 'Bearer',
    expires_in: 300,
    refresh_expires_in: 2_592_000,
    scope: 'openid account:read',
    id_token: `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`,
    ...more,
  });
}

/** A provider that gives these answers in turn, and a clock that moves only when somebody waits. */
function scripted(...answers: ((now: number) => Answer)[]) {
  const time = { now: START };
  const forms: URLSearchParams[] = [];
  const waits: number[] = [];
  const fetch: Fetch = async (_url, init) => {
    forms.push(new URLSearchParams(String(init?.body)));
    const answer = answers[forms.length - 1]?.(time.now);
    if (typeof answer === 'function') answer();
    if (!(answer instanceof Response)) throw answer ?? new Error('Nobody expected this request.');
    return answer;
  };
  const options: DeviceTokenOptions = {
    fetch,
    now: () => time.now,
    async wait(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      time.now += ms;
    },
  };
  const start = () => startDeviceAuthorization(provider, client, { scopes: ['account:read'] }, options);
  const signIn = async (more: DeviceTokenOptions = {}) =>
    finishDeviceAuthorization(provider, client, await start(), { ...options, ...more });
  return { forms, waits, time, start, signIn };
}

describe('starting', () => {
  test('gives what to show, and asks with PKCE and openid', async () => {
    const { start, forms } = scripted(() => codes());
    const authorization = await start();
    expect(authorization).toMatchObject({
      userCode: 'WDJB-MJHT',
      verificationUri: `${ISSUER}/device`,
      verificationUriComplete: `${ISSUER}/device?user_code=WDJB-MJHT`,
      scopes: ['openid', 'account:read'],
      expiresAt: START + 600_000,
      intervalMs: 5_000,
    });
    expect(Object.fromEntries(forms[0] ?? [])).toEqual({
      client_id: 'client',
      client_secret: 'c4nary-s3cret',
      scope: 'openid account:read',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  test('without an interval it is five seconds (RFC 8628 §3.2)', async () => {
    const { start } = scripted(() => codes({ interval: undefined, verification_uri_complete: undefined }));
    const authorization = await start();
    expect(authorization.intervalMs).toBe(5_000);
    expect(authorization).not.toHaveProperty('verificationUriComplete');
  });

  test('a provider that does not announce it is not asked', async () => {
    await expect(
      startDeviceAuthorization(keycloakProvider(ISSUER), client, { scopes: [] }, { fetch: refusedConnection }),
    ).rejects.toMatchObject({ code: 'device_unsupported' });
  });

  const SWITCHED_OFF =
    'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.';

  test.each([
    ['device_unsupported', () => refusal('unauthorized_client', SWITCHED_OFF)],
    [
      'device_unsupported',
      () => refusal('invalid_grant', 'Client not allowed for OAuth 2.0 Device Authorization Grant'),
    ],
    ['device_unsupported', () => refusal('unsupported_grant_type')],
    ['wrong_client_secret', () => refusal('unauthorized_client', 'Invalid client or Invalid client credentials', 401)],
    ['unknown_client', () => refusal('invalid_client', 'Invalid client or Invalid client credentials', 401)],
    ['client_disabled', () => refusal('invalid_client', 'Client disabled.')],
    ['invalid_scope', () => refusal('invalid_scope', 'Invalid scopes: x')],
    ['malformed_response', () => Response.json({ device_code: 'x' })],
    ['insecure_url', () => codes({ verification_uri: 'http://login.example/device' })],
    ['provider_unreachable', () => refusedConnection],
  ])('%s', async (code, answer) => {
    await expect(scripted(answer).start()).rejects.toMatchObject({ code });
  });
});

describe('waiting', () => {
  test('asks at the pace of the provider until the person has confirmed', async () => {
    const { signIn, forms, waits } = scripted(() => codes(), pending, pending, tokens);
    const { key, tokenSet } = await signIn();
    expect(key).toEqual({ issuer: ISSUER, clientId: 'client', subject: 'f:1:42' });
    expect(tokenSet.accessToken).toBe('access-1');
    expect(tokenSet.scopes).toEqual(['openid', 'account:read']);
    expect(tokenSet.accessTokenExpiresAt).toBe(START + 15_000 + 300_000);
    expect(waits).toEqual([5_000, 5_000, 5_000]);
    expect(Object.fromEntries(forms[3] ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'dev1ce-c0de',
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      client_id: 'client',
      client_secret: 'c4nary-s3cret',
    });
  });

  test('five seconds more after every slow_down (RFC 8628 §3.5)', async () => {
    const slow = () => refusal('slow_down', 'Slow down');
    const { signIn, waits } = scripted(() => codes(), slow, pending, slow, tokens);
    await signIn();
    expect(waits).toEqual([5_000, 10_000, 10_000, 15_000]);
  });

  test('half as often after every failure of the network, but once a minute at least', async () => {
    const failures = Array.from({ length: 5 }, () => () => refusedConnection);
    const { signIn, waits } = scripted(() => codes(), ...failures, tokens);
    await signIn();
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('as long as a busy provider asks for', async () => {
    const busy = () => new Response(null, { status: 503, headers: { 'retry-after': '42' } });
    const { signIn, waits } = scripted(() => codes(), busy, tokens);
    await signIn();
    expect(waits).toEqual([5_000, 42_000]);
  });

  test('ends when the code has expired, by our clock or by word of the provider', async () => {
    const { signIn, waits } = scripted(() => codes({ expires_in: 12 }), pending, pending, pending);
    await expect(signIn()).rejects.toMatchObject({ code: 'device_expired' });
    expect(waits).toEqual([5_000, 5_000, 5_000]);
    const told = scripted(
      () => codes(),
      () => refusal('expired_token', 'Device code is expired'),
    );
    await expect(told.signIn()).rejects.toMatchObject({ code: 'device_expired' });
  });

  test.each([
    ['access_denied', () => refusal('access_denied', 'The end user denied the authorization request')],
    ['code_invalid', () => refusal('invalid_grant', 'Device code not valid')],
    ['pkce_failed', () => refusal('invalid_grant', 'PKCE verification failed: Code mismatch')],
    ['wrong_client_secret', () => refusal('unauthorized_client', 'Invalid client or Invalid client credentials', 401)],
    ['malformed_response', () => Response.json({ hello: 'world' })],
    ['id_token_invalid', (now: number) => tokens(now, { id_token: undefined })],
  ])('ends with %s', async (code, answer) => {
    const { signIn, forms } = scripted(() => codes(), answer);
    await expect(signIn()).rejects.toMatchObject({ code });
    expect(forms).toHaveLength(2);
  });

  test('is ended by its caller at once', async () => {
    const { signIn, forms } = scripted(() => codes());
    await expect(signIn({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'request_aborted' });
    expect(forms).toHaveLength(1);
  });

  test('[S22] no error carries the device code, the verifier or the secret', async () => {
    const { start, forms } = scripted(() => codes());
    const authorization = await start();
    const chatty: Fetch = async (_url, init) => {
      const form = new URLSearchParams(String(init?.body));
      forms.push(form);
      return refusal('invalid_grant', `no: ${form}`);
    };
    const wait = async () => undefined;
    const error: unknown = await finishDeviceAuthorization(provider, client, authorization, {
      fetch: chatty,
      wait,
      now: () => START,
    }).catch((caught: unknown) => caught);
    const printed = `${JSON.stringify(error)} ${error instanceof Error ? `${error.message} ${error.stack}` : ''}`;
    for (const secret of [authorization.deviceCode, authorization.codeVerifier, 'c4nary-s3cret']) {
      expect(printed).not.toContain(secret);
    }
  });

  test('another provider or client cannot finish it', async () => {
    const { start } = scripted(() => codes());
    const authorization = await start();
    await expect(finishDeviceAuthorization(provider, clientCredentials('other'), authorization)).rejects.toMatchObject({
      code: 'issuer_mismatch',
    });
  });
});

test('discovery tells the device authorization endpoint', async () => {
  const endpoint = `${ISSUER}/protocol/openid-connect/auth/device`;
  const fetch: Fetch = async () =>
    Response.json({
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/a`,
      token_endpoint: `${ISSUER}/t`,
      device_authorization_endpoint: endpoint,
    });
  expect((await discoverProvider(ISSUER, { fetch })).deviceAuthorizationEndpoint).toBe(endpoint);
});
