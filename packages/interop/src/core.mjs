/**
 * @sipgate-kit/core against a real Keycloak: each function of the OAuth part through its public door.
 * @module
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  clientCredentials,
  createMemoryTokenStore,
  createTokenManager,
  discoverProvider,
  endSessionUrl,
  finishAuthorization,
  keycloakProvider,
  logoutAtProvider,
  refreshTokenSet,
  revokeTokenSet,
  SipgateKitError,
  signOut,
  startAuthorization,
} from '@sipgate-kit/core';
import { createPerson, messageOf } from './person.mjs';
import { CLIENT, PUBLIC_CLIENT, REDIRECT_URI, USERS } from './realms.mjs';

/** Refreshes in the same second as the sign-in or the refresh before are judged more mildly by Keycloak. */
const A_SECOND = 1_100;

/**
 * @param {import('./keycloak.mjs').Keycloak} keycloak
 * @param {import('./checks.mjs').Checks} checks
 */
export async function checkCore(keycloak, { begin, check }) {
  begin('core');
  const issuer = keycloak.issuer('third-party');
  const provider = keycloakProvider(issuer);
  const shortProvider = keycloakProvider(keycloak.issuer('third-party-short'));
  const client = clientCredentials(CLIENT.clientId, CLIENT.clientSecret);
  const scopes = ['account:read', 'balance:read'];

  /**
   * @param {{ of?: typeof provider, as?: typeof client, who?: 'alice' | 'bob', person?: import('./person.mjs').Person }} [options]
   */
  async function signIn({ of = provider, as = client, who = 'alice', person = createPerson(USERS[who]) } = {}) {
    const { url, transaction } = await startAuthorization(of, {
      clientId: as.clientId,
      redirectUri: REDIRECT_URI,
      scopes,
    });
    const { callback } = await person.signIn(url);
    return { ...(await finishAuthorization(of, as, transaction, callback)), callback, transaction, person };
  }

  await check('discovery finds what the built-in endpoints say, and that every callback carries iss', async () => {
    assert.deepEqual(await discoverProvider(issuer), { ...provider, issParameterSupported: true });
  });

  await check('a sign-in gives tokens, scopes and the person', async () => {
    const { key, tokenSet } = await signIn();
    assert.equal(key.issuer, issuer);
    assert.equal(key.clientId, CLIENT.clientId);
    assert.match(key.subject, /^f:[0-9a-f-]+:\d+$/);
    assert.deepEqual([...tokenSet.scopes].sort(), ['account:read', 'balance:read', 'openid']);
    assert.ok(near(tokenSet.accessTokenExpiresAt, Date.now() + 300_000));
    assert.ok(near(tokenSet.refreshTokenExpiresAt, Date.now() + 2_592_000_000));
    assert.ok(near(tokenSet.authenticatedAt, Date.now()));
  });

  await check('two people have two keys', async () => {
    const [alice, bob] = await Promise.all([signIn(), signIn({ who: 'bob' })]);
    assert.notEqual(alice.key.subject, bob.key.subject);
  });

  await check('a public client signs in without a secret', async () => {
    const { tokenSet } = await signIn({ as: clientCredentials(PUBLIC_CLIENT.clientId) });
    await refreshTokenSet(provider, clientCredentials(PUBLIC_CLIENT.clientId), tokenSet);
  });

  await check('a refusal on the consent page is access_denied', async () => {
    await keycloak.admin.withdrawConsent('third-party', 'bob', CLIENT.clientId);
    const { url, transaction } = await startAuthorization(provider, {
      clientId: CLIENT.clientId,
      redirectUri: REDIRECT_URI,
      scopes,
    });
    const { callback } = await createPerson(USERS.bob).signIn(url, { consent: 'no' });
    await failsWith('access_denied', finishAuthorization(provider, client, transaction, callback));
  });

  await check('an unknown scope is invalid_scope', async () => {
    const { url, transaction } = await startAuthorization(provider, {
      clientId: CLIENT.clientId,
      redirectUri: REDIRECT_URI,
      scopes: ['nonsense'],
    });
    const { callback } = await createPerson(USERS.bob).signIn(url);
    await failsWith('invalid_scope', finishAuthorization(provider, client, transaction, callback));
  });

  await check('prompt=none without a session is login_required', async () => {
    const { url, transaction } = await startAuthorization(provider, {
      clientId: CLIENT.clientId,
      redirectUri: REDIRECT_URI,
      scopes,
      prompt: 'none',
    });
    const { callback } = await createPerson(USERS.bob).signIn(url);
    await failsWith('login_required', finishAuthorization(provider, client, transaction, callback));
  });

  await check('a redirect URI that is not registered ends on a 400 page of Keycloak', async () => {
    const { url } = await startAuthorization(provider, {
      clientId: CLIENT.clientId,
      redirectUri: 'http://localhost:8080/elsewhere',
      scopes,
    });
    const step = await createPerson(USERS.alice).open(url);
    assert.ok('page' in step);
    assert.equal(step.page.status, 400);
    assert.equal(messageOf(step.page), 'Invalid parameter: redirect_uri');
  });

  await check(
    'a wrong secret is wrong_client_secret, an unknown client unknown_client; the code survives a wrong secret',
    async () => {
      const { url, transaction } = await startAuthorization(provider, {
        clientId: CLIENT.clientId,
        redirectUri: REDIRECT_URI,
        scopes,
      });
      const { callback } = await createPerson(USERS.alice).signIn(url);
      await failsWith(
        'wrong_client_secret',
        finishAuthorization(provider, clientCredentials(CLIENT.clientId, 'wrong'), transaction, callback),
      );
      const nobody = clientCredentials('nobody', 'any');
      await failsWith(
        'unknown_client',
        finishAuthorization(provider, nobody, { ...transaction, clientId: 'nobody' }, callback),
      );
      await finishAuthorization(provider, client, transaction, callback);
    },
  );

  await check(
    'a wrong verifier is pkce_failed, a wrong redirect URI invalid_redirect_uri, a used code code_invalid',
    async () => {
      const one = await pending();
      await failsWith(
        'pkce_failed',
        finishAuthorization(provider, client, { ...one.transaction, codeVerifier: 'x'.repeat(43) }, one.callback),
      );
      const two = await pending();
      await failsWith(
        'invalid_redirect_uri',
        finishAuthorization(
          provider,
          client,
          { ...two.transaction, redirectUri: 'http://localhost:9/oauth' },
          two.callback,
        ),
      );
      const three = await signIn();
      await failsWith('code_invalid', finishAuthorization(provider, client, three.transaction, three.callback));
    },
  );

  await check('a foreign nonce is id_token_invalid', async () => {
    const { transaction, callback } = await pending();
    await failsWith(
      'id_token_invalid',
      finishAuthorization(provider, client, { ...transaction, nonce: 'another' }, callback),
    );
  });

  await check(
    'a callback with another iss, or without where the provider promises one, is issuer_mismatch',
    async () => {
      const { transaction, callback } = await pending();
      const other = new URL(callback);
      other.searchParams.set('iss', 'https://login.sipgate.com/auth/realms/third-party');
      await failsWith('issuer_mismatch', finishAuthorization(provider, client, transaction, other));
      const without = new URL(callback);
      without.searchParams.delete('iss');
      const discovered = await discoverProvider(issuer);
      await failsWith('issuer_mismatch', finishAuthorization(discovered, client, transaction, without));
    },
  );

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
    const { url } = await startAuthorization(provider, {
      clientId: CLIENT.clientId,
      redirectUri: REDIRECT_URI,
      scopes,
    });
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

  async function pending() {
    const { url, transaction } = await startAuthorization(provider, {
      clientId: CLIENT.clientId,
      redirectUri: REDIRECT_URI,
      scopes,
    });
    const { callback } = await createPerson(USERS.alice).signIn(url);
    return { transaction, callback };
  }
}

/**
 * @param {string} code
 * @param {Promise<unknown>} promise
 */
async function failsWith(code, promise) {
  const error = await promise.then(
    () => undefined,
    (/** @type {unknown} */ reason) => reason,
  );
  if (error === undefined) throw new Error(`expected ${code}, but it succeeded`);
  if (!(error instanceof SipgateKitError)) throw error;
  assert.equal(error.code, code, error.message);
}

/**
 * @param {number | undefined} instant
 * @param {number} expected
 */
const near = (instant, expected) => instant !== undefined && Math.abs(instant - expected) < 20_000;
