/** @module core signs people in at a real Keycloak */
import assert from 'node:assert/strict';
import { clientCredentials, discoverProvider, finishAuthorization, refreshTokenSet } from '@sipgate-kit/core';
import { createPerson, messageOf } from '../person.mjs';
import { CLIENT, PUBLIC_CLIENT, USERS } from '../realms.mjs';
import { createStage, failsWith } from './stage.mjs';

/**
 * @param {import('../keycloak.mjs').Keycloak} keycloak
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkCoreSignIn(keycloak, { begin, check }) {
  begin('core: signing in');
  const { provider, client, ask, pending, signIn } = createStage(keycloak);

  await check('discovery finds what the built-in endpoints say, and that every callback carries iss', async () => {
    const { scopesSupported, codeChallengeMethods, deviceAuthorizationEndpoint, ...found } = await discoverProvider(
      provider.issuer,
    );
    assert.deepEqual(found, { ...provider, issParameterSupported: true });
    assert.deepEqual([...(codeChallengeMethods ?? [])].sort(), ['S256', 'plain']);
    assert.ok(scopesSupported?.includes('account:read'));
    assert.equal(deviceAuthorizationEndpoint, provider.authorizationEndpoint.replace(/\/auth$/, '/auth/device'));
  });

  await check('a sign-in gives tokens, scopes and the person', async () => {
    const { key, tokenSet } = await signIn();
    assert.equal(key.issuer, provider.issuer);
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
    const { url, transaction } = await ask();
    const { callback } = await createPerson(USERS.bob).signIn(url, { consent: 'no' });
    await failsWith('access_denied', finishAuthorization(provider, client, transaction, callback));
  });

  await check('an unknown scope is invalid_scope', async () => {
    const { url, transaction } = await ask({ scopes: ['nonsense'] });
    const { callback } = await createPerson(USERS.bob).signIn(url);
    await failsWith('invalid_scope', finishAuthorization(provider, client, transaction, callback));
  });

  await check('prompt=none without a session is login_required', async () => {
    const { url, transaction } = await ask({ prompt: 'none' });
    const { callback } = await createPerson(USERS.bob).signIn(url);
    await failsWith('login_required', finishAuthorization(provider, client, transaction, callback));
  });

  await check('a redirect URI that is not registered ends on a 400 page of Keycloak', async () => {
    const { url } = await ask({ redirectUri: 'http://localhost:8080/elsewhere' });
    const step = await createPerson(USERS.alice).open(url);
    assert.ok('page' in step);
    assert.equal(step.page.status, 400);
    assert.equal(messageOf(step.page), 'Invalid parameter: redirect_uri');
  });

  await check(
    'a wrong secret is wrong_client_secret, an unknown client unknown_client; the code survives a wrong secret',
    async () => {
      const { transaction, callback } = await pending();
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
      const discovered = await discoverProvider(provider.issuer);
      await failsWith('issuer_mismatch', finishAuthorization(discovered, client, transaction, without));
    },
  );
}

/**
 * @param {number | undefined} instant
 * @param {number} expected
 */
const near = (instant, expected) => instant !== undefined && Math.abs(instant - expected) < 20_000;
