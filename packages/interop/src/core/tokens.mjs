/** @module core keeps and ends tokens of a real Keycloak */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  clientCredentials,
  createMemoryTokenStore,
  createTokenManager,
  endSessionUrl,
  logoutAtProvider,
  refreshTokenSet,
  revokeTokenSet,
  signOut,
} from '@sipgate-kit/core';
import { CLIENT, REDIRECT_URI } from '../realms.mjs';
import { createStage, failsWith } from './stage.mjs';

/** Refreshes in the same second as the sign-in or the refresh before are judged more mildly by Keycloak. */
const A_SECOND = 1_100;

/**
 * @param {import('../keycloak.mjs').Keycloak} keycloak
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkCoreTokens(keycloak, { begin, check }) {
  begin('core: tokens');
  const { provider, shortProvider, client, ask, signIn } = createStage(keycloak);

  await check('ten refreshes in a row', async () => {
    let { tokenSet } = await signIn();
    for (let times = 0; times < 10; times += 1) tokenSet = await refreshTokenSet(provider, client, tokenSet);
    assert.deepEqual([...tokenSet.scopes].sort(), ['account:read', 'balance:read', 'openid']);
  });

  await check('a refresh token used twice is refresh_refused, and its successor is dead', async () => {
    const { tokenSet } = await signIn();
    await sleep(A_SECOND);
    const next = await refreshTokenSet(provider, client, tokenSet);
    await sleep(A_SECOND);
    await failsWith('refresh_refused', refreshTokenSet(provider, client, tokenSet));
    await failsWith('refresh_refused', refreshTokenSet(provider, client, next));
  });

  await check('the token manager: a hundred callers at a time, one refresh per expiry, nobody signed out', async () => {
    const { key, tokenSet } = await signIn({ of: shortProvider });
    const store = createMemoryTokenStore();
    const { id } = await store.saveSignIn(key, tokenSet);
    /** @type {string[]} */
    const events = [];
    const manager = createTokenManager({
      provider: shortProvider,
      client,
      store,
      leewayMs: 0,
      onEvent: ({ reason }) => events.push(reason),
    });
    const tokens = manager.forConnection(id);
    const endAt = Date.now() + 8_000;
    while (Date.now() < endAt) {
      const asked = await Promise.all(Array.from({ length: 100 }, () => tokens.getAccessToken()));
      assert.equal(new Set(asked).size, 1);
      const answer = await fetch(`${shortProvider.userinfoEndpoint}`, {
        headers: { authorization: `Bearer ${asked[0]}` },
      });
      assert.equal(answer.status, 200);
      await sleep(100);
    }
    await manager.close();
    const refreshed = events.filter((reason) => reason === 'refreshed').length;
    assert.ok(refreshed >= 2 && refreshed <= 4, `refreshed ${refreshed} times`);
    assert.ok(!events.includes('needs-login'));
  });

  await check('the token manager: a session ended at the provider is needs_login, once', async () => {
    const { key, tokenSet } = await signIn({ who: 'bob' });
    const store = createMemoryTokenStore();
    const { id } = await store.saveSignIn(key, tokenSet);
    /** @type {string[]} */
    const events = [];
    const manager = createTokenManager({ provider, client, store, onEvent: ({ reason }) => events.push(reason) });
    await keycloak.admin.logout('third-party', 'bob');
    await failsWith('needs_login', manager.forConnection(id).refresh());
    await failsWith('needs_login', manager.forConnection(id).getAccessToken());
    assert.deepEqual(events.filter((reason) => reason === 'needs-login').length, 1);
    await manager.close();
  });

  await check('the token manager: a changed client secret costs no connection', async () => {
    const { key, tokenSet } = await signIn();
    const store = createMemoryTokenStore();
    const { id } = await store.saveSignIn(key, tokenSet);
    const wrong = createTokenManager({ provider, client: clientCredentials(CLIENT.clientId, 'old secret'), store });
    await failsWith('wrong_client_secret', wrong.forConnection(id).refresh());
    await wrong.close();
    await sleep(2_000);
    const right = createTokenManager({ provider, client, store });
    await right.forConnection(id).refresh();
    await right.close();
  });

  await check('two sign-ins of one person in one browser refresh side by side', async () => {
    const first = await signIn();
    await sleep(A_SECOND);
    const second = await signIn({ person: first.person });
    await refreshTokenSet(provider, client, first.tokenSet);
    await refreshTokenSet(provider, client, second.tokenSet);
  });

  await check('revoking kills the tokens; revoking again is no error', async () => {
    const { tokenSet } = await signIn();
    await revokeTokenSet(provider, client, tokenSet);
    await failsWith('refresh_refused', refreshTokenSet(provider, client, tokenSet));
    await revokeTokenSet(provider, client, tokenSet);
  });

  await check('signing out removes the connection and revokes', async () => {
    const { key, tokenSet } = await signIn();
    const store = createMemoryTokenStore();
    const { id } = await store.saveSignIn(key, tokenSet);
    assert.deepEqual(await signOut(provider, client, store, id), { revoked: true });
    assert.equal(await store.read(id), undefined);
    await failsWith('refresh_refused', refreshTokenSet(provider, client, tokenSet));
  });

  await check('logging out at the provider ends the sign-on session', async () => {
    const { tokenSet, person } = await signIn();
    await logoutAtProvider(provider, client, tokenSet);
    await failsWith('refresh_refused', refreshTokenSet(provider, client, tokenSet));
    const { url } = await ask();
    assert.deepEqual((await person.signIn(url)).pages, ['login']);
  });

  await check('the end-session address brings the browser back', async () => {
    const { tokenSet, person } = await signIn();
    const url = endSessionUrl(provider, {
      clientId: CLIENT.clientId,
      idToken: `${tokenSet.idToken}`,
      postLogoutRedirectUri: REDIRECT_URI,
      state: 'bye',
    });
    const step = await person.open(url);
    assert.ok('callback' in step, 'a page was shown');
    assert.equal(step.callback.href, `${REDIRECT_URI}?state=bye`);
  });
}
