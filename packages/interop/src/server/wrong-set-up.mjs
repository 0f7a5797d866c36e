/** @module the usual mistakes of a set-up */
import assert from 'node:assert/strict';
import { freePort } from '../free-port.mjs';
import { USERS } from '../realms.mjs';
import { meOf, signIn } from './pages.mjs';

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkWrongSetUp({ keycloak, serve, newPage, photograph }, { begin, check }) {
  begin('callback server, set up wrongly');
  await check('a wrong secret is named, and no connection is made', async () => {
    const wrong = await serve('wrong-secret', { CLIENT_SECRET: 'not-the-secret' });
    const stranger = await newPage();
    await signIn(stranger, wrong, USERS.alice);
    await stranger.getByText('wrong_client_secret').waitFor();
    await photograph(stranger, 'wrong-secret');
    assert.equal((await meOf(stranger, wrong)).status, 401);
    await stranger.context().close();
  });

  await check('a redirect URI that is not registered ends at Keycloak’s page', async () => {
    const redirectUri = `http://localhost:${await freePort()}/elsewhere`;
    const wrong = await serve('wrong-redirect', { REDIRECT_URI: redirectUri });
    const stranger = await newPage();
    const answer = await stranger.goto(`${wrong.url}/login`);
    assert.equal(answer?.status(), 400);
    await stranger.getByText('Invalid parameter: redirect_uri').waitFor();
    await photograph(stranger, 'wrong-redirect-uri');
    await stranger.context().close();
  });

  await check('a scope the client does not have is named', async () => {
    const wrong = await serve('wrong-scope', { OAUTH_SCOPE: 'account:read nonsense:read' });
    const stranger = await newPage();
    await stranger.goto(`${wrong.url}/login`);
    await stranger.getByText('invalid_scope').first().waitFor();
    await photograph(stranger, 'wrong-scope');
    await stranger.context().close();
  });

  await check('an issuer that is not Keycloak’s own is refused at the callback', async () => {
    const otherName = keycloak.issuer('third-party').replace('127.0.0.1', 'localhost');
    const wrong = await serve('wrong-issuer', { SIPGATE_KIT_ISSUER: otherName });
    const stranger = await newPage();
    await signIn(stranger, wrong, USERS.alice);
    await stranger.getByText('issuer_mismatch').waitFor();
    await stranger.context().close();
  });
}
