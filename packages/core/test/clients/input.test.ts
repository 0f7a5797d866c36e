import { describe, expect, test } from 'vitest';
import { clientWarnings, InvalidInputError, type OAuthClientInput, presets } from '../../src/clients/index.ts';
import { startLittleConsole } from './little-console.ts';

const good: OAuthClientInput = {
  name: 'Example CRM',
  description: 'Customers and calls',
  redirectUris: ['https://crm.example.com/oauth'],
};

/** The issues of an input; empty when it is accepted. */
async function issuesOf(change: object): Promise<InvalidInputError['issues']> {
  const { clients } = await startLittleConsole();
  try {
    await clients.create({ ...good, ...change });
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues;
    throw error;
  }
}

describe('redirect URIs that are taken', () => {
  test.each([
    'https://crm.example.com/oauth',
    'https://crm.example.com/*',
    'https://crm.example.com/oauth?tenant=1',
    'https://crm.example.com',
    'https://*.example.com/*',
    'http://localhost:8080/oauth',
    'http://localhost/oauth',
    'http://127.0.0.1:3000/',
    'http://[::1]/oauth',
    'https://xn--mnchen-3ya.example/oauth',
  ])('%s', async (uri) => {
    expect(await issuesOf({ redirectUris: [uri] })).toEqual([]);
  });
});

describe('redirect URIs that are refused, and why', () => {
  test.each([
    ['/oauth', 'absolute URL'],
    ['crm.example.com/oauth', 'absolute URL'],
    ['', 'absolute URL'],
    ['*', 'absolute URL'],
    ['myapp://oauth', 'schemes of apps'],
    ['javascript:alert(1)', 'schemes of apps'],
    ['http://crm.example.com/oauth', 'localhost only'],
    ['http://localhost.evil.example/oauth', 'localhost only'],
    ['http://127.0.0.1.evil.example/oauth', 'localhost only'],
    ['https://crm.example.com/oauth#x', 'fragment'],
    ['https://crm.example.com/oauth#', 'fragment'],
    ['https://alice:c4nary@crm.example.com/oauth', 'user name'],
    ['https://crm.example.com/*/oauth', 'very end'],
    ['https://crm.example.com/oauth?tenant=*', 'question mark'],
    ['https://crm.example.com*', 'slash before the star'],
    ['http://localhost:*/oauth', 'port'],
    ['https://crm.example.com/o auth', 'space'],
    ['https://crm.example.com\\oauth', 'backslash'],
    ['https://crm.example.com/oauth\n', 'space'],
  ])('%j', async (uri, reason) => {
    const issues = await issuesOf({ redirectUris: ['https://crm.example.com/oauth', uri] });
    expect(issues).toEqual([{ path: 'redirectUris[1]', message: expect.stringContaining(reason) }]);
    expect(JSON.stringify(issues)).not.toContain('c4nary');
  });
});

describe('web origins', () => {
  test.each([
    'https://crm.example.com',
    'https://crm.example.com:8443',
    'http://localhost:3000',
    'http://*.example.com',
    '+',
  ])('%s is taken', async (origin) => {
    expect(await issuesOf({ webOrigins: [origin] })).toEqual([]);
  });

  test.each([
    ['https://crm.example.com/', 'write https://crm.example.com.'],
    ['https://crm.example.com/app', 'write https://crm.example.com.'],
    ['https://CRM.example.com', 'write https://crm.example.com.'],
    ['https://crm.example.com:443', 'write https://crm.example.com.'],
    ['http://localhost:8080/auth-code', 'write http://localhost:8080.'],
    ['https://alice:c4nary@crm.example.com', 'user name'],
    ['crm.example.com', 'Write scheme and host'],
    ['*', 'name every origin'],
    ['ftp://crm.example.com', 'Write scheme and host'],
  ])('%s is refused', async (origin, reason) => {
    const issues = await issuesOf({ webOrigins: [origin] });
    expect(issues).toEqual([{ path: 'webOrigins[0]', message: expect.stringContaining(reason) }]);
    expect(JSON.stringify(issues)).not.toContain('c4nary');
  });
});

describe('the other fields', () => {
  test.each([
    [{ name: '' }, 'name', 'Give the client a name'],
    [{ name: '  ' }, 'name', 'Give the client a name'],
    [{ name: undefined }, 'name', 'Give the client a name'],
    [{ description: '' }, 'description', 'Describe the client'],
    [{ redirectUris: [] }, 'redirectUris', 'at least one redirect URI'],
    [{ redirectUris: undefined }, 'redirectUris', 'at least one redirect URI'],
    [{ redirectUris: 'https://crm.example.com' }, 'redirectUris', 'at least one redirect URI'],
    [{ redirectUris: [7] }, 'redirectUris[0]', 'as text'],
    [{ webOrigins: 'https://crm.example.com' }, 'webOrigins', 'list of origins'],
    [{ privacyUrl: 'crm.example.com/privacy' }, 'privacyUrl', 'whole URL'],
    [{ termsUrl: 'javascript:alert(1)' }, 'termsUrl', 'whole URL'],
    [{ redirectUri: 'https://crm.example.com' }, 'redirectUri', 'There is no such field; there are name,'],
    [{ clientSecret: 'x' }, 'clientSecret', 'There is no such field'],
  ])('%j', async (change, path, reason) => {
    expect(await issuesOf(change)).toEqual([{ path, message: expect.stringContaining(reason) }]);
  });

  test('links may be absent or empty', async () => {
    expect(await issuesOf({ privacyUrl: '', termsUrl: 'https://crm.example.com/terms' })).toEqual([]);
  });

  test('everything that is wrong is said at once', async () => {
    const { clients } = await startLittleConsole();
    await expect(clients.create({ ...good, name: '', redirectUris: ['/x', '#'] })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'name' }, { path: 'redirectUris[0]' }, { path: 'redirectUris[1]' }],
      message: expect.stringMatching(
        /^The OAuth client cannot be as described\. name: Give .* redirectUris\[0\]: It is/,
      ),
      hint: 'Correct what is listed and try again.',
    });
  });
});

describe('presets follow the recipes and are accepted', () => {
  const about = { name: 'Example CRM', description: 'Customers and calls' };

  test.each<[string, OAuthClientInput, Partial<OAuthClientInput>]>([
    [
      'server',
      presets.server({ ...about, redirectUris: ['https://crm.example.com/oauth'] }),
      { redirectUris: ['https://crm.example.com/oauth'], webOrigins: [] },
    ],
    [
      'browser',
      presets.browser({ ...about, origin: 'https://app.example.com/' }),
      { redirectUris: ['https://app.example.com/*'], webOrigins: ['https://app.example.com'] },
    ],
    [
      'webphone',
      presets.webphone({ ...about, embeddedIn: ['https://crm.example.com', 'https://shop.example.com/'] }),
      {
        redirectUris: ['https://phone.sipgate.com/*'],
        webOrigins: ['https://crm.example.com', 'https://shop.example.com'],
      },
    ],
    [
      'local',
      presets.local({ name: 'Example CRM' }),
      { redirectUris: ['http://localhost:8080/oauth'], webOrigins: [] },
    ],
    ['local, other port', presets.local({ ...about, port: 3000 }), { redirectUris: ['http://localhost:3000/oauth'] }],
  ])('%s', async (_, input, expected) => {
    expect(input).toMatchObject(expected);
    expect(await issuesOf(input)).toEqual([]);
    expect(clientWarnings(input)).toEqual([]);
  });

  test('links are passed on', () => {
    const link = 'https://crm.example.com/privacy';
    expect(presets.local({ name: 'x', privacyUrl: link })).toMatchObject({ privacyUrl: link });
  });
});

test('stars in host names are warned about, not refused', () => {
  const warnings = clientWarnings({
    redirectUris: ['https://crm.example.com/*', 'https://*.example.com/*'],
    webOrigins: ['https://*.example.com'],
  });
  expect(warnings).toEqual([
    { path: 'redirectUris[1]', message: expect.stringContaining('takes it literally') },
    { path: 'webOrigins[0]', message: expect.stringContaining('takes it literally') },
  ]);
});
