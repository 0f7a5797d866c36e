import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../src/configuration-variables.ts';
import { loadConfiguration } from '../src/index.ts';

const client = { CLIENT_ID: '1234567-0-abc:third-party', CLIENT_SECRET: 'canary-secret' };
const load = (variables: Record<string, string> = {}) => loadConfiguration({ ...client, ...variables }, '/srv/app');

function problemOf(variables: Record<string, string | undefined>): string {
  try {
    loadConfiguration(variables, '/srv/app');
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

describe('the configuration', () => {
  test('needs an id and a secret only', () => {
    expect(load()).toMatchObject({
      scopes: ['account:read'],
      redirectUri: 'http://localhost:8080/oauth',
      apiUrl: 'https://api.sipgate.com/v2',
      dataDirectory: '/srv/app/.sipgate-kit',
      host: 'localhost',
      port: 8080,
      returnOrigins: [],
      provider: { issuer: 'https://login.sipgate.com/auth/realms/third-party' },
    });
  });

  test("takes the file of sipgate's own sample", () => {
    const sample = {
      BASE_URL: 'login.sipgate.com/auth/realms/third-party/protocol/openid-connect',
      AUTH_ENDPOINT: 'auth',
      TOKEN_ENDPOINT: 'token',
      OAUTH_SCOPE: 'account:read',
      REDIRECT_URI: 'http://localhost:8080/oauth',
      PORT: '8080',
    };
    expect(load(sample)).toMatchObject({
      provider: {
        issuer: 'https://login.sipgate.com/auth/realms/third-party',
        authorizationEndpoint: 'https://login.sipgate.com/auth/realms/third-party/protocol/openid-connect/auth',
        tokenEndpoint: 'https://login.sipgate.com/auth/realms/third-party/protocol/openid-connect/token',
        revocationEndpoint: 'https://login.sipgate.com/auth/realms/third-party/protocol/openid-connect/revoke',
      },
    });
  });

  test("finds the realm in the client's id", () => {
    const { provider } = loadConfiguration({ ...client, CLIENT_ID: '1234567-0-abc:sipgate-apps' });
    expect(provider.issuer).toBe('https://login.sipgate.com/auth/realms/sipgate-apps');
  });

  test('takes whole endpoint addresses, and an issuer for providers with other paths', () => {
    const { provider } = load({
      BASE_URL: 'https://id.example/tenant',
      AUTH_ENDPOINT: 'https://id.example/authorize',
      TOKEN_ENDPOINT: 'oauth/token',
      SIPGATE_KIT_ISSUER: 'https://id.example',
    });
    expect(provider).toMatchObject({
      issuer: 'https://id.example',
      authorizationEndpoint: 'https://id.example/authorize',
      tokenEndpoint: 'https://id.example/tenant/oauth/token',
    });
  });

  test('takes a Keycloak by its issuer alone', () => {
    const { provider } = load({ SIPGATE_KIT_ISSUER: 'http://127.0.0.1:8090/auth/realms/third-party' });
    expect(provider.tokenEndpoint).toBe('http://127.0.0.1:8090/auth/realms/third-party/protocol/openid-connect/token');
  });

  test('listens where a redirect URI of this machine leads', () => {
    expect(load({ REDIRECT_URI: 'http://127.0.0.1:3000/oauth' }).port).toBe(3000);
    expect(load({ REDIRECT_URI: 'https://app.example/oauth', PORT: '9000' }).port).toBe(9000);
  });

  test('may listen elsewhere inside a container, whose port is mapped', () => {
    expect(load({ REDIRECT_URI: 'http://localhost:9000/oauth', PORT: '8080', SIPGATE_KIT_HOST: '0.0.0.0' }).port).toBe(
      8080,
    );
  });

  test('lists scopes and origins', () => {
    const { scopes, returnOrigins } = load({
      OAUTH_SCOPE: ' account:read  balance:read ',
      SIPGATE_KIT_RETURN_ORIGINS: 'https://app.example, http://localhost:5173/',
    });
    expect(scopes).toEqual(['account:read', 'balance:read']);
    expect(returnOrigins).toEqual(['https://app.example', 'http://localhost:5173']);
  });

  test('names everything that is wrong at once, each with an example', () => {
    const message = problemOf({
      CLIENT_ID: 'YOUR_CLIENT_ID',
      CLIENT_SECRET: '',
      OAUTH_SCOPE: 'account:read,balance:read',
      REDIRECT_URI: 'http://app.example/oauth',
      PORT: '80a',
      SIPGATE_KIT_LOG_LEVEL: 'loud',
    });
    expect(message).toContain('6 variables are missing or wrong');
    expect(message).toContain('CLIENT_ID still is the placeholder YOUR_CLIENT_ID.');
    expect(message).toContain('CLIENT_SECRET is missing.');
    expect(message).toContain('OAUTH_SCOPE is no list of scopes separated by spaces.');
    expect(message).toContain('REDIRECT_URI begins with http://app.example');
    expect(message).toContain('PORT is no port number.');
    expect(message).toContain('SIPGATE_KIT_LOG_LEVEL is none of');
    expect(message.match(/Example: /g)).toHaveLength(6);
  });

  const wrong: Record<string, Record<string, string>> = {
    'PORT is 9000, but REDIRECT_URI': { PORT: '9000' },
    'PORT is not between 1 and 65535': { PORT: '0', REDIRECT_URI: 'https://app.example/oauth' },
    'BASE_URL names the realm "third-party", but CLIENT_ID': {
      CLIENT_ID: '1-0-a:sipgate-apps',
      BASE_URL: 'login.sipgate.com/auth/realms/third-party/protocol/openid-connect',
    },
    'BASE_URL begins with http://login.example': { BASE_URL: 'http://login.example/auth' },
    'BASE_URL does not lead to a provider': { BASE_URL: 'https://login.example/oauth2' },
    'TOKEN_ENDPOINT is neither a URL nor a path': { TOKEN_ENDPOINT: 'http://', BASE_URL: '!' },
    'AUTH_ENDPOINT is neither a URL nor a path': { AUTH_ENDPOINT: 'https://:80', BASE_URL: 'login.example/a' },
    'REDIRECT_URI is no URL': { REDIRECT_URI: 'localhost' },
    'REDIRECT_URI contains a *': { REDIRECT_URI: 'http://localhost:8080/*' },
    'REDIRECT_URI ends in the path /login': { REDIRECT_URI: 'http://localhost:8080/login' },
    'REDIRECT_URI must have no user name and no #': { REDIRECT_URI: 'http://localhost:8080/oauth#' },
    'SIPGATE_KIT_API_URL begins with http://api.example': { SIPGATE_KIT_API_URL: 'http://api.example/v2' },
    'SIPGATE_KIT_RETURN_ORIGINS must list origins only': { SIPGATE_KIT_RETURN_ORIGINS: 'https://app.example/path' },
    'SIPGATE_KIT_SEALING_KEYS is no key ring': { SIPGATE_KIT_SEALING_KEYS: 'k1:canary-secret' },
    'DATABASE_URL is no address of a PostgreSQL database': { DATABASE_URL: 'mysql://user:canary@db/vault' },
    'SIPGATE_KIT_SEALING_KEYS is missing': { DATABASE_URL: 'postgres://user:canary@db/vault' },
    'SIPGATE_KIT_API_KEYS has a key that is shorter': { SIPGATE_KIT_API_KEYS: 'crm:read:canary-short' },
    'SIPGATE_KIT_API_PROXY names "accounts:read"': { SIPGATE_KIT_API_PROXY: 'accounts:read' },
    'SIPGATE_KIT_ADMIN is key, but': { SIPGATE_KIT_ADMIN: 'key' },
    'SIPGATE_KIT_API_PORT is 8080': { SIPGATE_KIT_API_PORT: '8080' },
    'SIPGATE_KIT_METRICS_PORT is 9090': { SIPGATE_KIT_METRICS_PORT: '9090', SIPGATE_KIT_API_PORT: '9090' },
    'SIPGATE_KIT_WEBHOOK_URL begins with http://crm.example': {
      SIPGATE_KIT_WEBHOOK_URL: 'http://crm.example/canary',
      SIPGATE_KIT_WEBHOOK_SECRET: 'whsec_canary',
    },
    'SIPGATE_KIT_WEBHOOK_SECRET is missing': { SIPGATE_KIT_WEBHOOK_URL: 'https://crm.example/canary' },
    'SIPGATE_KIT_WEBHOOK_SECRET is not base64': {
      SIPGATE_KIT_WEBHOOK_URL: 'https://crm.example/canary',
      SIPGATE_KIT_WEBHOOK_SECRET: 'whsec_canary',
    },
    'SIPGATE_KIT_WEBHOOK_URL is missing': {
      SIPGATE_KIT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 'canary').toString('base64')}`,
    },
    'SIPGATE_KIT_API_RATE is no number': { SIPGATE_KIT_API_RATE: '0' },
    'SIPGATE_KIT_HOST is no host name': { SIPGATE_KIT_HOST: 'http://localhost' },
  };
  for (const [problem, variables] of Object.entries(wrong)) {
    test(`says: ${problem}`, () => {
      const message = problemOf({ ...client, ...variables });
      expect(message).toContain(problem);
      expect(message).not.toContain('canary');
    });
  }

  test('says one thing about each variable', () => {
    const wrongTwice = { DATABASE_URL: 'postgres://db/vault', SIPGATE_KIT_SEALING_KEYS: 'k1:short' };
    expect(problemOf({ ...client, ...wrongTwice })).toContain('One variable is missing or wrong');
  });

  test('whatever it is given, it is read or refused with a reason', () => {
    const piece = fc.constantFrom(
      ...['http://', 'https://', 'localhost', '127.0.0.1', '[::1]', 'app.example', ':8080', ':99999', '/oauth', '/'],
      ...['*', '#', '?', '@', '\\', ' ', '%', '..', 'é', ',', 'k1:'],
    );
    const value = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
      fc.string({ maxLength: 20 }),
    );
    const variables = fc.dictionary(fc.constantFrom(...Object.keys(VARIABLES)), value, { maxKeys: 5 });
    fc.assert(
      fc.property(variables, (given) => {
        try {
          const { redirectUri, port } = load(given);
          const { protocol, hostname } = new URL(redirectUri);
          expect(
            protocol === 'https:' || ['localhost', '[::1]'].includes(hostname) || hostname.startsWith('127.'),
          ).toBe(true);
          expect(port).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_configuration', message: expect.stringContaining('Example: ') });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('[S22] prints no secret', () => {
    const configuration = load({
      SIPGATE_KIT_SEALING_KEYS: `k1:${Buffer.alloc(32, 'canary-s').toString('base64')}`,
      DATABASE_URL: 'postgres://user:canary@db/vault',
      SIPGATE_KIT_WEBHOOK_URL: 'https://crm.example/hook',
      SIPGATE_KIT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 'canary-s').toString('base64')}`,
    });
    const printed = inspect(configuration, { depth: 9, showHidden: true }) + JSON.stringify(configuration);
    expect(printed).not.toContain('canary');
    expect(printed).not.toContain(Buffer.alloc(32, 'canary-s').toString('base64'));
  });
});
