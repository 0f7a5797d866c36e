import { expect, test, vi } from 'vitest';
import { createOAuthClients, presets } from '../src/clients/index.ts';
import {
  clientCredentials,
  createSipgateClient,
  keycloakProvider,
  ProxyError,
  refreshTokenSet,
  staticToken,
  TokenSet,
} from '../src/index.ts';
import { networkFailure } from '../src/network-failure.ts';

const URL = 'https://api.sipgate.com/v2';
const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

test.each([
  ['ENOTFOUND', 'there is no host api.sipgate.com', 'name servers'],
  ['EAI_AGAIN', 'no name server told where api.sipgate.com is', 'name servers'],
  ['ECONNREFUSED', 'nobody listens at api.sipgate.com', 'the server runs'],
  ['ENETUNREACH', 'no way leads to api.sipgate.com', 'VPN'],
  ['CERT_NOT_YET_VALID', 'by the clock of this computer', 'date and time'],
  ['CERT_HAS_EXPIRED', 'by the clock of this computer', 'date and time'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'not for api.sipgate.com', 'URL'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'nobody trusted has signed', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'nobody trusted has signed', 'NODE_EXTRA_CA_CERTS'],
])('%s is explained, and surely nothing was sent', async (code, reason, hint) => {
  expect(await networkFailure(failed(code), URL)).toEqual({
    reason: expect.stringMatching(new RegExp(`${reason}.*\\(${code}\\)$`)),
    hint: expect.stringContaining(hint),
    neverSent: true,
  });
});

test.each(['ECONNRESET', 'EPIPE', 'EPROTO', 'UND_ERR_SOCKET'])(
  '%s may come after the request was sent',
  async (code) => {
    expect(await networkFailure(failed(code), URL)).toMatchObject({
      reason: expect.stringContaining(code),
      neverSent: false,
    });
  },
);

const SENDING = 'error sending request for url (https://api.sipgate.com/v2): client error (Connect): ';
test.each([
  [`${SENDING}dns error: failed to lookup address information: Name or service not known`, 'ENOTFOUND', true],
  [`${SENDING}tcp connect error: Connection refused (os error 111)`, 'ECONNREFUSED', true],
  [`${SENDING}tcp connect error: Connection refused (os error 61)`, 'ECONNREFUSED', true],
  [`${SENDING}tcp connect error: Network is unreachable (os error 101)`, 'ENETUNREACH', true],
  [`${SENDING}tcp connect error: No route to host (os error 113)`, 'EHOSTUNREACH', true],
  [`${SENDING}invalid peer certificate: UnknownIssuer`, 'EPROTO', false],
])('Deno, which gives no code, is understood: %s', async (message, code, neverSent) => {
  const failed = new TypeError('fetch failed', { cause: new Error(message) });
  expect(await networkFailure(failed, URL)).toMatchObject({ reason: expect.stringContaining(code), neverSent });
});

test('words that are not known stay with the platform: they carry the whole URL', async () => {
  const failed = new TypeError('fetch failed', { cause: new Error(`${SENDING}something new`) });
  expect(await networkFailure(failed, URL)).toEqual({ neverSent: false });
});

test('a page of another origin is told of web origins, the one cause that a browser hides', async () => {
  vi.stubGlobal('location', { origin: 'https://app.example.com' });
  const failed = new TypeError('Failed to fetch');
  expect((await networkFailure(failed, URL)).hint).toContain('add https://app.example.com to the web origins');
  vi.stubGlobal('location', { origin: 'https://api.sipgate.com' });
  expect(await networkFailure(failed, URL)).toEqual({ neverSent: false });
  vi.unstubAllGlobals();
});

test('a platform that gives no reason gets none', async () => {
  expect(await networkFailure(new TypeError('Failed to fetch'), URL)).toEqual({ neverSent: false });
});

test('a proxy that fails is named by calls and by token requests; a POST was not sent either', async () => {
  const fetch = () =>
    Promise.reject(
      new ProxyError('The proxy http://proxy.example:3128 is away (ECONNREFUSED).', { hint: 'Start the proxy.' }),
    );
  const sipgate = createSipgateClient({ auth: staticToken('token', { fetch }) });
  await expect(createOAuthClients(sipgate).create(presets.local({ name: 'Example' }))).rejects.toMatchObject({
    code: 'api_unavailable',
    message:
      'POST /authorization/oauth2/clients could not be sent: the proxy http://proxy.example:3128 is away (ECONNREFUSED).',
    hint: 'Start the proxy. Nothing was sent.',
    retryable: true,
  });
  const provider = keycloakProvider('https://login.sipgate.com/auth/realms/third-party');
  const tokens = new TokenSet({ accessToken: 'a', refreshToken: 'r', scopes: [], issuedAt: 0 });
  await expect(
    refreshTokenSet(provider, clientCredentials('client:third-party', 's3cret'), tokens, { fetch }),
  ).rejects.toMatchObject({
    code: 'provider_unreachable',
    requestSent: false,
    message: 'The provider could not be reached: the proxy http://proxy.example:3128 is away (ECONNREFUSED).',
    hint: 'Start the proxy. The request was not sent.',
  });
});
