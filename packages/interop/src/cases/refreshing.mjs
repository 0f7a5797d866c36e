/** @module refreshing as it is meant, and what keeps it from working */

import { empty, error, invalidGrant, invalidRequest, TOKENS } from '../notation.mjs';
import { messageOf } from '../person.mjs';

const INVALID = invalidGrant('Invalid refresh token');
const WRONG_SECRET = error(401, 'unauthorized_client', 'Invalid client or Invalid client credentials');

/** Keycloak gives scopes in no lasting order. @param {Record<string, any>} set */
const scopeOf = (set) => String(set['scope']).split(' ').sort().join(' ') || 'empty';

/** @type {import('./case.mjs').Chapter} */
export const refreshing = {
  title: 'Refreshing',
  cases: [
    {
      id: 'refresh/usual',
      about: 'three times in a row',
      async ask(world) {
        const signedIn = await world.tokens();
        const first = await world.refreshed(signedIn.refreshToken);
        const second = await world.refreshed(first.refreshToken);
        return world.refresh(second.refreshToken);
      },
      expected: TOKENS,
    },
    {
      id: 'refresh/malformed',
      about: 'what is no refresh token; after all these, the right one',
      async ask(world) {
        const { refreshToken, accessToken } = await world.tokens();
        return {
          missing: await world.refresh('', { parameters: { refresh_token: undefined } }),
          empty: await world.refresh(''),
          garbage: await world.refresh('nonsense'),
          'an access token': await world.refresh(accessToken),
          'a broken signature': await world.refresh(`${refreshToken.slice(0, -8)}AAAAAAAA`),
          'the right one': await world.refresh(refreshToken),
        };
      },
      expected: {
        missing: invalidRequest('No refresh token'),
        empty: INVALID,
        garbage: INVALID,
        'an access token': INVALID,
        'a broken signature': INVALID,
        'the right one': TOKENS,
      },
    },
    {
      id: 'refresh/of-another-client',
      about: 'refresh token of another client; then by its own',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        const client = await world.spareClient();
        return {
          'by another client': await world.refresh(refreshToken, { client }),
          'then by its own': await world.refresh(refreshToken),
        };
      },
      expected: {
        'by another client': invalidGrant("Invalid refresh token. Token client and authorized client don't match"),
        'then by its own': TOKENS,
      },
    },
    {
      id: 'refresh/secret-wrong',
      about: 'secret wrong; then right',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        return {
          'secret wrong': await world.refresh(refreshToken, { parameters: { client_secret: 'wrong' } }),
          'then right': await world.refresh(refreshToken),
        };
      },
      expected: { 'secret wrong': WRONG_SECRET, 'then right': TOKENS },
    },
    {
      id: 'refresh/secret-changed',
      about: 'secret of the client changed meanwhile',
      async ask(world) {
        const client = await world.spareClient();
        const { refreshToken } = await world.tokens({ client });
        await world.changeClient(client.clientId, { clientSecret: 'another' });
        return {
          'with the old one': await world.refresh(refreshToken, { client }),
          'with the new one': await world.refresh(refreshToken, { client: { ...client, clientSecret: 'another' } }),
        };
      },
      expected: { 'with the old one': WRONG_SECRET, 'with the new one': TOKENS },
    },
    {
      id: 'refresh/narrowed',
      about: 'asking for less',
      async ask(world) {
        const { refreshToken } = await world.tokens({ scope: 'openid account:read balance:read' });
        const narrowed = await world.refreshed(refreshToken, { parameters: { scope: 'account:read' } });
        const wide = await world.refreshed(narrowed.refreshToken);
        const never = await world.refreshed(wide.refreshToken, { parameters: { scope: 'users:read' } });
        const both = await world.refreshed(never.refreshToken, {
          parameters: { scope: 'account:read users:read' },
        });
        return {
          'scope=account:read of account:read balance:read': scopeOf(narrowed.set),
          'with an ID token': String('id_token' in narrowed.set),
          'the next refresh, without scope': scopeOf(wide.set),
          'scope=users:read, never granted': scopeOf(never.set),
          'scope=account:read users:read, the second never granted': scopeOf(both.set),
          'scope=nonsense': await world.refresh(both.refreshToken, { parameters: { scope: 'nonsense' } }),
        };
      },
      expected: {
        'scope=account:read of account:read balance:read': 'account:read',
        'with an ID token': 'true',
        'the next refresh, without scope': 'account:read balance:read openid',
        'scope=users:read, never granted': 'empty',
        'scope=account:read users:read, the second never granted': 'account:read',
        'scope=nonsense': error(400, 'invalid_scope', 'Invalid scopes: nonsense'),
      },
    },
    {
      id: 'refresh/session-ended',
      about: 'session ended by an administrator',
      async ask(world) {
        const { refreshToken, accessToken } = await world.tokens();
        await world.endSessions();
        return {
          refreshing: await world.refresh(refreshToken),
          'userinfo with its access token': await world.userinfo(accessToken),
        };
      },
      expected: { refreshing: invalidGrant('Session not active'), 'userinfo with its access token': empty(401) },
    },
    {
      id: 'refresh/account-disabled',
      about: 'the person’s account disabled; then enabled again',
      async ask(world) {
        const { refreshToken, accessToken } = await world.tokens();
        await world.enableAccount(false);
        const newBrowser = world.browser();
        const signIn = await newBrowser.walk(await newBrowser.open(world.authorizationUrl()));
        const disabled = {
          refreshing: await world.refresh(refreshToken),
          'userinfo with its access token': await world.userinfo(accessToken),
          'signing in': 'page' in signIn.step ? messageOf(signIn.step.page) : signIn.step,
        };
        await world.enableAccount(true);
        return { ...disabled, 'refreshing, enabled again': await world.refresh(refreshToken) };
      },
      expected: {
        refreshing: invalidGrant('User disabled'),
        'userinfo with its access token': empty(401),
        'signing in': 'Account is disabled, contact your administrator.',
        'refreshing, enabled again': TOKENS,
      },
    },
    {
      id: 'refresh/consent-withdrawn',
      about: 'consent withdrawn by the person',
      async ask(world) {
        const { refreshToken, accessToken } = await world.tokens();
        await world.withdrawConsent(world.client.clientId);
        return {
          refreshing: await world.refresh(refreshToken),
          'userinfo with its access token': await world.userinfo(accessToken),
        };
      },
      expected: {
        refreshing: invalidGrant("Session doesn't have required client"),
        'userinfo with its access token': empty(401),
      },
    },
    {
      id: 'refresh/consent-asked-since',
      about: 'client asks for consent since the sign-in, none was given',
      async ask(world) {
        const client = await world.spareClient({ consentRequired: false });
        const { refreshToken } = await world.tokens({ client });
        await world.changeClient(client.clientId, { consentRequired: true });
        return world.refresh(refreshToken, { client });
      },
      expected: error(400, 'invalid_scope', 'Client no longer has requested consent from user'),
      explained: 'Every client of sipgate’s asks for consent, so in the sandbox none can begin to.',
    },
    {
      id: 'refresh/not-before',
      about: 'not-before of the client set to now',
      async ask(world) {
        const client = await world.spareClient();
        const { refreshToken } = await world.tokens({ client });
        await world.changeClient(client.clientId, { notBefore: Math.floor(Date.now() / 1000) + 1 });
        return world.refresh(refreshToken, { client });
      },
      expected: invalidGrant('Stale token'),
      explained: 'Neither sipgate’s console nor its API can set a not-before date, so the sandbox’s clients have none.',
    },
    {
      id: 'refresh/expired',
      about: 'access token expired; later the refresh token, too',
      async ask(world) {
        const realm = world.shortRealm;
        const { refreshToken, accessToken } = await world.tokens({ realm });
        await world.pass('an access token');
        const expired = { 'userinfo with an expired access token': await world.userinfo(accessToken, realm) };
        await world.pass('a session');
        return { ...expired, 'refreshing at the end': await world.refresh(refreshToken, { realm }) };
      },
      expected: {
        'userinfo with an expired access token': empty(401),
        'refreshing at the end': invalidGrant('Token is not active'),
      },
    },
    {
      id: 'refresh/lifetime',
      about: 'whether refresh_expires_in gets less by refreshing',
      async ask(world) {
        const realm = world.shortRealm;
        const signedIn = await world.tokens({ realm });
        await world.pass('an access token');
        const later = await world.refreshed(signedIn.refreshToken, { realm });
        return String(Number(later.set['refresh_expires_in']) < Number(signedIn.set['refresh_expires_in']));
      },
      expected: 'true',
      explained:
        'A session of our realm file ends 30 days after the sign-in. How long sipgate’s go on is not known; in the sandbox every refresh token is good for 30 days.',
    },
    {
      id: 'refresh/public-client',
      about: 'public client',
      async ask(world) {
        const client = world.publicClient;
        const { refreshToken } = await world.tokens({ client });
        return world.refresh(refreshToken, { client });
      },
      expected: TOKENS,
    },
  ],
};
