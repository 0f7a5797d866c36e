/** @module codes at the token endpoint */
import { empty, error, invalidGrant, invalidRequest, TOKENS, TOKENS_WITHOUT_ID } from '../notation.mjs';
import { exchanging } from './case.mjs';

const NOT_VALID = invalidGrant('Code not valid');

/** @type {import('./case.mjs').Chapter} */
export const codes = {
  title: 'The token endpoint: codes',
  cases: [
    exchanging('code/missing', 'code missing', { code: undefined }, invalidRequest('Missing parameter: code')),
    exchanging('code/empty', 'code empty', { code: '' }, NOT_VALID),
    exchanging('code/malformed', 'code malformed', { code: 'nonsense' }, NOT_VALID),
    {
      id: 'code/unknown',
      about: 'code well-formed, unknown; then the right one',
      async ask(world) {
        const granted = await world.grant();
        const forged = `00000000-0000-0000-0000-000000000000.${granted.code.split('.').slice(1).join('.')}`;
        return {
          'the unknown one': await world.exchange(granted, { code: forged }),
          'then the right one': await world.exchange(granted),
        };
      },
      expected: { 'the unknown one': NOT_VALID, 'then the right one': invalidGrant('User session not found') },
    },
    {
      id: 'code/used-twice',
      about: 'code used a second time',
      async ask(world) {
        const signedIn = await world.tokens();
        return {
          'the second time': await world.exchange(signedIn),
          'refreshing the tokens of its first use': await world.refresh(signedIn.refreshToken),
          'userinfo with the access token of its first use': await world.userinfo(signedIn.accessToken),
        };
      },
      expected: {
        'the second time': NOT_VALID,
        'refreshing the tokens of its first use': invalidGrant("Session doesn't have required client"),
        'userinfo with the access token of its first use': empty(401),
      },
    },
    {
      id: 'code/expired',
      about: 'code expired',
      async ask(world) {
        const granted = await world.grant({ realm: world.shortRealm });
        await world.pass('a code');
        return world.exchange(granted);
      },
      expected: NOT_VALID,
    },
    {
      id: 'code/redirect-uri-other',
      about: 'another redirect_uri; then the right one, same code',
      async ask(world) {
        const granted = await world.grant();
        return {
          'another redirect_uri': await world.exchange(granted, { redirect_uri: 'http://localhost/oauth' }),
          'then the right one': await world.exchange(granted),
        };
      },
      expected: {
        'another redirect_uri': invalidGrant('Incorrect redirect_uri'),
        'then the right one': NOT_VALID,
      },
    },
    exchanging(
      'code/redirect-uri-missing',
      'redirect_uri missing',
      { redirect_uri: undefined },
      invalidGrant('Incorrect redirect_uri'),
    ),
    {
      id: 'code/redirect-uri-never-sent',
      about: 'no redirect_uri at the authorization endpoint, none at the token endpoint',
      async ask(world) {
        const client = await world.spareClient();
        const granted = await world.grant({ client, scope: 'account:read', parameters: { redirect_uri: undefined } });
        return world.exchange(granted, { redirect_uri: undefined });
      },
      expected: TOKENS_WITHOUT_ID,
    },
    {
      id: 'code/of-another-client',
      about: 'code of another client; then by its own',
      async ask(world) {
        const granted = await world.grant();
        const client = await world.spareClient();
        return {
          'by another client': await world.exchange({ ...granted, client }),
          'then by its own': await world.exchange(granted),
        };
      },
      expected: {
        'by another client': invalidGrant('Auth error: Found different client_id in clientSession'),
        'then by its own': NOT_VALID,
      },
    },
    {
      id: 'code/session-ended',
      about: 'session ended between sign-in and exchange',
      async ask(world) {
        const granted = await world.grant();
        await world.endSessions();
        return world.exchange(granted);
      },
      expected: NOT_VALID,
    },
    {
      id: 'code/account-disabled',
      about: 'the person’s account disabled between sign-in and exchange',
      async ask(world) {
        const granted = await world.grant();
        await world.enableAccount(false);
        return world.exchange(granted);
      },
      expected: invalidGrant('User disabled'),
    },
    {
      id: 'code/secret-wrong',
      about: 'secret wrong; then right, same code',
      async ask(world) {
        const granted = await world.grant();
        return {
          'secret wrong': await world.exchange(granted, { client_secret: 'wrong' }),
          'then right': await world.exchange(granted),
        };
      },
      expected: {
        'secret wrong': error(401, 'unauthorized_client', 'Invalid client or Invalid client credentials'),
        'then right': TOKENS,
      },
    },
    {
      id: 'code/flow-switched-off',
      about: 'standard flow switched off between sign-in and exchange',
      async ask(world) {
        const client = await world.spareClient();
        const granted = await world.grant({ client });
        await world.changeClient(client.clientId, { standardFlow: false });
        return world.exchange(granted);
      },
      expected: invalidGrant('Client not allowed to exchange code'),
    },
  ],
};
