import { expect, test } from 'vitest';
import { createSandbox, type RedirectMatching } from '../src/index.ts';
import { relyingParty } from './relying-party.ts';

const PATTERN = 'https://*.example.com/*';
const ORIGIN = 'http://a.example.com';

/** Asks for a sign-in and for a refresh by a page, with a star in the host of everything registered. */
async function ask(redirectMatching?: RedirectMatching, redirectUri = 'https://app.example.com/cb?secret=1') {
  const sandbox = await createSandbox({
    redirectUris: [PATTERN],
    webOrigins: ['http://*.example.com'],
    allowRealHosts: true,
    ...(redirectMatching === undefined ? {} : { redirectMatching }),
  });
  const party = relyingParty(sandbox, { redirectUri });
  const authorization = await party.authorize();
  const refresh = await party.token({ grant_type: 'refresh_token', refresh_token: 'x' }, { origin: ORIGIN });
  const page = await authorization.text();
  return { authorization, page, refresh, remarks: sandbox.requests().map(({ remarks }) => remarks ?? []) };
}

test('a star in a host means nothing, and the log and the page say which switch would give it a meaning', async () => {
  const { authorization, page, refresh, remarks } = await ask();

  expect([authorization.status, refresh.status]).toEqual([400, 403]);
  expect(remarks).toEqual([
    [
      'The redirect URI https://app.example.com/cb would be allowed with --redirect-matching wildcard: here, as in a stock Keycloak, the star in the host has no meaning.',
    ],
    [
      'The origin http://a.example.com would be allowed with --redirect-matching wildcard: here, as in a stock Keycloak, the star in the host has no meaning.',
    ],
  ]);
  expect(page).toContain('--redirect-matching wildcard');
});

test('with redirectMatching: wildcard it stands for hosts, and the log says that Keycloak would refuse', async () => {
  const { authorization, refresh, remarks } = await ask('wildcard');

  expect([authorization.status, refresh.status]).toEqual([303, 400]);
  expect(remarks).toEqual([
    [
      'The redirect URI https://app.example.com/cb is allowed only with --redirect-matching wildcard: a stock Keycloak gives the star in the host no meaning.',
    ],
    [
      'The origin http://a.example.com is allowed only with --redirect-matching wildcard: a stock Keycloak gives the star in the host no meaning.',
    ],
  ]);
});

test('where both say the same, the log says nothing', async () => {
  for (const mode of ['keycloak', 'wildcard'] as const) {
    const { remarks } = await ask(mode, 'http://localhost:9999/oauth');
    expect(remarks[0]).toEqual([]);
  }
});
