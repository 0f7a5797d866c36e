import { beforeEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { type RelyingParty, refusalOf, relyingParty } from './relying-party.ts';

const LISTED = 'http://localhost:8080';
const OTHER = 'https://evil.example';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox();
  party = relyingParty(sandbox);
});

const allowedFor = (response: Response) => response.headers.get('access-control-allow-origin');

test('a listed origin may read answers of token and revoke, also refusals', async () => {
  const tokens = await party.tokens();
  const from = { origin: LISTED };

  const success = await party.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token }, from);
  const refusal = await party.token({ grant_type: 'refresh_token', refresh_token: 'garbage' }, from);
  const revoked = await party.post('revoke', { token: tokens.refresh_token }, from);

  for (const response of [success, refusal, revoked]) {
    expect(allowedFor(response)).toBe(LISTED);
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
  }
});

test('an origin not listed is refused before anything is spent', async () => {
  const code = (await party.signIn()).searchParams.get('code');
  const tokens = await party.tokens();
  const from = { origin: OTHER };

  const refresh = await party.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token }, from);
  const exchange = await party.token(
    { grant_type: 'authorization_code', code: code ?? '', redirect_uri: party.redirectUri },
    from,
  );
  const revoke = await party.post('revoke', { token: tokens.refresh_token }, from);

  for (const response of [refresh, exchange, revoke]) {
    expect(allowedFor(response)).toBeNull();
    expect(await refusalOf(response)).toBe('403 Invalid origin');
  }
  expect((await party.redeem(code)).status).toBe(200);
  expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
});

test('as long as the client is unknown, every origin may read the refusal', async () => {
  expect(allowedFor(await party.token({ grant_type: 'refresh_token', client_id: 'nobody' }, { origin: OTHER }))).toBe(
    OTHER,
  );
});

test('userinfo and the REST API go by the token’s client', async () => {
  const { access_token } = await party.tokens();
  const ask = (url: string, origin: string) =>
    sandbox.fetch(url, { headers: { origin, authorization: `Bearer ${access_token}` } });
  const userinfo = `${sandbox.issuer}/protocol/openid-connect/userinfo`;

  expect(allowedFor(await ask(userinfo, LISTED))).toBe(LISTED);
  expect((await ask(userinfo, OTHER)).status).toBe(403);
  expect(allowedFor(await ask(`${sandbox.apiUrl}/account`, LISTED))).toBe(LISTED);
  expect(allowedFor(await ask(`${sandbox.apiUrl}/account`, OTHER))).toBeNull();
});

test.each(['token', 'revoke', 'userinfo', 'logout'])('a preflight of %s is answered to anybody', async (endpoint) => {
  const response = await sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/${endpoint}`, {
    method: 'OPTIONS',
    headers: { origin: OTHER, 'access-control-request-method': 'POST' },
  });

  expect([response.status, allowedFor(response)]).toEqual([200, OTHER]);
  expect(response.headers.get('access-control-max-age')).toBe('3600');
});

test('web origins are compared letter by letter; + stands for the redirect URIs’ origins', async () => {
  const {
    personalAccessToken: { tokenId, token },
  } = sandbox.users.alice;
  const created = await sandbox.fetch(`${sandbox.apiUrl}/authorization/oauth2/clients`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${tokenId}:${token}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      name: 'Origins',
      description: '',
      redirectUris: ['https://app.example:8443/*', 'http://localhost/cb'],
      webOrigins: ['+', 'https://*.wild.example', 'https://slash.example/', 'https://path.example/x'],
      privacyUrl: '',
      termsUrl: '',
    }),
  });
  const { clientId } = await created.json();
  const secret = sandbox.snapshot().clients.find((client) => client.clientId === clientId)?.clientSecret;
  const statusFrom = async (origin: string) =>
    (await party.token({ grant_type: 'refresh_token', client_id: clientId, client_secret: secret }, { origin })).status;

  expect(await statusFrom('https://app.example:8443')).toBe(400);
  for (const origin of [
    'https://a.wild.example',
    'https://slash.example',
    'https://path.example',
    'http://localhost:3000',
  ]) {
    expect(await statusFrom(origin)).toBe(403);
  }
});
