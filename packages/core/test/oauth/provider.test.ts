import { describe, expect, test } from 'vitest';
import {
  discoverProvider,
  explicitProvider,
  isLoopbackHost,
  keycloakProvider,
  realmOf,
  sipgateProvider,
} from '../../src/index.ts';

const CLIENT = '2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e';

describe('the realm', () => {
  test('follows from the client id, else is third-party', () => {
    expect(realmOf(`${CLIENT}:third-party`)).toBe('third-party');
    expect(realmOf(`${CLIENT}:sipgate-apps`)).toBe('sipgate-apps');
    expect(realmOf(CLIENT)).toBeUndefined();
    expect(realmOf(`${CLIENT}:elsewhere`)).toBeUndefined();
    expect(sipgateProvider().issuer).toBe('https://login.sipgate.com/auth/realms/third-party');
    expect(sipgateProvider({ clientId: `${CLIENT}:sipgate-apps` }).issuer).toBe(
      'https://login.sipgate.com/auth/realms/sipgate-apps',
    );
    expect(sipgateProvider({ clientId: CLIENT, realm: 'sipgate-apps' }).issuer).toMatch(/sipgate-apps$/);
  });

  test('that contradicts the client id is refused', () => {
    expect(() => sipgateProvider({ clientId: `${CLIENT}:third-party`, realm: 'sipgate-apps' })).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    );
  });
});

describe('an explicit provider', () => {
  test("derives issuer and further endpoints from Keycloak's paths", () => {
    const base = 'https://login.sipgate.com/auth/realms/third-party/protocol/openid-connect';
    expect(explicitProvider({ authorizationEndpoint: `${base}/auth`, tokenEndpoint: `${base}/token` })).toEqual(
      sipgateProvider(),
    );
  });

  test('needs an issuer when its paths tell none', () => {
    const endpoints = {
      authorizationEndpoint: 'https://id.example/authorize',
      tokenEndpoint: 'https://id.example/token',
    };
    expect(() => explicitProvider(endpoints)).toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
    expect(explicitProvider({ ...endpoints, issuer: 'https://id.example' })).toEqual({
      ...endpoints,
      issuer: 'https://id.example',
      issParameterSupported: false,
    });
  });

  test('[S8] refuses plain http beyond loopback, for every endpoint', () => {
    const secure = keycloakProvider('https://login.test/auth/realms/third-party');
    for (const name of [
      'issuer',
      'authorizationEndpoint',
      'tokenEndpoint',
      'revocationEndpoint',
      'endSessionEndpoint',
      'userinfoEndpoint',
    ]) {
      expect(() => explicitProvider({ ...secure, [name]: 'http://login.test/x' }), name).toThrow(
        expect.objectContaining({ code: 'insecure_url' }),
      );
    }
    for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]']) {
      expect(keycloakProvider(`http://${host}:8090/auth/realms/third-party`).issuer).toContain(host);
      expect(isLoopbackHost(host)).toBe(true);
    }
    for (const host of ['localhost.example.com', 'sandbox.localhost', '128.0.0.1', '127.0.0.1.example.com', '[::2]'])
      expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('discovery', () => {
  const issuer = 'https://id.example/realms/x';
  const document = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    authorization_response_iss_parameter_supported: true,
  };
  const answering = (answer: () => Response) => {
    const urls: string[] = [];
    const fetch = async (input: RequestInfo | URL) => {
      urls.push(String(input));
      return answer();
    };
    return { urls, fetch };
  };

  test('reads the endpoints from the OpenID document', async () => {
    const { fetch, urls } = answering(() => Response.json(document));
    expect(await discoverProvider(issuer, { fetch })).toEqual({
      issuer,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      revocationEndpoint: `${issuer}/revoke`,
      issParameterSupported: true,
    });
    expect(urls).toEqual([`${issuer}/.well-known/openid-configuration`]);
  });

  test('[S7] refuses a document that belongs to another issuer', async () => {
    const { fetch } = answering(() => Response.json({ ...document, issuer: 'https://evil.example' }));
    await expect(discoverProvider(issuer, { fetch })).rejects.toMatchObject({ code: 'issuer_mismatch' });
  });

  test.each([
    ['a web page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'malformed_response'],
    ['broken JSON', () => new Response('{', { headers: { 'content-type': 'application/json' } }), 'malformed_response'],
    ['a document without endpoints', () => Response.json({ issuer }), 'malformed_response'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
      'malformed_response',
    ],
    ['404', () => new Response(null, { status: 404 }), 'malformed_response'],
    ['503', () => new Response(null, { status: 503 }), 'provider_unavailable'],
  ])('names the fault when the answer is %s', async (_what, answer, code) => {
    await expect(discoverProvider(issuer, { fetch: answering(answer).fetch })).rejects.toMatchObject({ code });
  });

  test('[S8] is not tried over plain http', async () => {
    await expect(discoverProvider('http://id.example')).rejects.toMatchObject({ code: 'insecure_url' });
  });
});
