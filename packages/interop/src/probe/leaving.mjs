/** @module revoking and signing out */
import { sayStep } from '../answers.mjs';
import { address, post } from '../protocol.mjs';
import { PUBLIC_CLIENT, REDIRECT_URI } from '../realms.mjs';
import { createRows } from './world.mjs';

/** @type {import('./world.mjs').Chapter} */
export const revoking = {
  title: 'Revoking (RFC 7009)',
  async run(world) {
    const spare = await world.spareClient();
    const { rows, say } = createRows();
    const revoke = (/** @type {import('../protocol.mjs').Parameters} */ parameters) =>
      post(world.at().revocation, { ...world.credentials(), ...parameters });

    const mine = await world.tokens();
    await say('token missing', revoke({}));
    await say('token garbage', revoke({ token: 'nonsense' }));
    await say(
      'token of another client',
      post(world.at().revocation, { ...world.credentials(spare), token: mine.set['refresh_token'] }),
    );
    await say('secret wrong', revoke({ token: mine.set['refresh_token'], client_secret: 'wrong' }));
    await say('client unknown', revoke({ token: mine.set['refresh_token'], client_id: 'nobody' }));
    await say(
      'token_type_hint unknown',
      revoke({ token: (await world.tokens()).set['refresh_token'], token_type_hint: 'nonsense' }),
    );
    await say('an access token', revoke({ token: mine.set['access_token'] }));
    await say('– userinfo with it', world.userinfo(mine.set['access_token']));
    await say('– its refresh token', world.refresh(mine.set['refresh_token']));

    const family = await world.tokens();
    const newer = await world.refreshed(family.set['refresh_token']);
    await say('a refresh token', revoke({ token: newer['refresh_token'] }));
    await say('– once more', revoke({ token: newer['refresh_token'] }));
    await say('– refreshing with it', world.refresh(newer['refresh_token']));
    await say('– userinfo with its access token', world.userinfo(newer['access_token']));
    const again = await world.grant({ person: family.person });
    rows.push([
      '– signing in again in the same browser',
      `sign-in page: ${again.arrival.pages.includes('login')}; consent page: ${again.arrival.pages.includes('consent')}`,
    ]);

    const old = await world.tokens();
    const current = await world.refreshed(old.set['refresh_token']);
    await say('an older refresh token, already rotated', revoke({ token: old.set['refresh_token'] }));
    await say('– refreshing with the newest', world.refresh(current['refresh_token']));
    return rows;
  },
};

/** @type {import('./world.mjs').Chapter} */
export const signingOut = {
  title: 'Signing out',
  async run(world) {
    const spare = await world.spareClient();
    const { rows, say } = createRows();
    const logout = (/** @type {import('../protocol.mjs').Parameters} */ parameters) =>
      post(world.at().logout, { ...world.credentials(), ...parameters });

    const one = await world.tokens();
    await say(
      'POST with refresh_token, secret wrong',
      logout({ refresh_token: one.set['refresh_token'], client_secret: 'wrong' }),
    );
    await say(
      'POST with refresh_token of another client',
      post(world.at().logout, { ...world.credentials(spare), refresh_token: one.set['refresh_token'] }),
    );
    await say('POST with a garbage refresh_token', logout({ refresh_token: 'nonsense' }));
    await say('POST with refresh_token', logout({ refresh_token: one.set['refresh_token'] }));
    await say('– once more', logout({ refresh_token: one.set['refresh_token'] }));
    await say('– refreshing with it', world.refresh(one.set['refresh_token']));
    await say('– userinfo with its access token', world.userinfo(one.set['access_token']));
    const back = await world.grant({ person: one.person });
    rows.push([
      '– signing in again in the same browser',
      `sign-in page: ${back.arrival.pages.includes('login')}; consent page: ${back.arrival.pages.includes('consent')}`,
    ]);

    const rotated = await world.tokens();
    const newest = await world.refreshed(rotated.set['refresh_token']);
    await say(
      'POST with an older refresh_token, already rotated',
      logout({ refresh_token: rotated.set['refresh_token'] }),
    );
    await say('– refreshing with the newest', world.refresh(newest['refresh_token']));

    const publicly = await world.tokens({ client: PUBLIC_CLIENT });
    await say(
      'POST with refresh_token, public client',
      post(world.at().logout, { client_id: PUBLIC_CLIENT.clientId, refresh_token: publicly.set['refresh_token'] }),
    );

    const get = async (
      /** @type {string} */ situation,
      /** @type {(set: Record<string, any>) => import('../protocol.mjs').Parameters} */ parameters,
    ) => {
      const signedIn = await world.tokens();
      rows.push([situation, sayStep(await signedIn.person.open(address(world.at().logout, parameters(signedIn.set))))]);
      return signedIn;
    };
    await get('GET without anything', () => ({}));
    await get('GET with client_id', () => ({ client_id: world.client.clientId }));
    await get('GET with client_id and post_logout_redirect_uri', () => ({
      client_id: world.client.clientId,
      post_logout_redirect_uri: REDIRECT_URI,
    }));
    await get('GET with post_logout_redirect_uri alone', () => ({ post_logout_redirect_uri: REDIRECT_URI }));
    await get('GET with id_token_hint', (set) => ({ id_token_hint: set['id_token'] }));
    const gone = await get('GET with id_token_hint, post_logout_redirect_uri and state', (set) => ({
      id_token_hint: set['id_token'],
      post_logout_redirect_uri: REDIRECT_URI,
      state: 'a-state',
    }));
    await say('– refreshing afterwards', world.refresh(gone.set['refresh_token']));
    await get('GET with id_token_hint and an unregistered post_logout_redirect_uri', (set) => ({
      id_token_hint: set['id_token'],
      post_logout_redirect_uri: 'https://evil.example/',
    }));
    await get('GET with a garbage id_token_hint', () => ({
      id_token_hint: 'nonsense',
      post_logout_redirect_uri: REDIRECT_URI,
    }));
    await get('GET with the old parameter redirect_uri', () => ({ redirect_uri: REDIRECT_URI }));
    return rows;
  },
};
