/** @module who asks at the token endpoint */
import { error, invalidRequest, TOKENS } from '../notation.mjs';
import { basic, post } from '../protocol.mjs';
import { exchanging } from './case.mjs';

const UNKNOWN = error(401, 'invalid_client', 'Invalid client or Invalid client credentials');
const WRONG_SECRET = error(401, 'unauthorized_client', 'Invalid client or Invalid client credentials');
const NOTHING = { client_id: undefined, client_secret: undefined };

/**
 * @param {string} id
 * @param {string} about
 * @param {import('../protocol.mjs').Parameters} parameters
 * @param {(client: Required<import('../world.mjs').Client>) => Record<string, string>} headers
 * @param {string} expected
 * @returns {import('./case.mjs').Case}
 */
const withBasic = (id, about, parameters, headers, expected) => ({
  id,
  about,
  ask: async (world) => world.exchange(await world.grant(), parameters, headers(world.client)),
  expected,
});

/** What is the server's own business, or another with each answer. */
const OWN_HEADERS = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-type',
]);

/** @param {Response} response */
const headersOf = (response) =>
  [...response.headers]
    .filter(([name]) => !OWN_HEADERS.has(name))
    .map(([name, value]) => `\`${name}: ${value}\``)
    .join(', ');

/** @type {import('./case.mjs').Chapter} */
export const clientAuthentication = {
  title: 'The token endpoint: who asks',
  about: 'Each with a code that would have been good.',
  cases: [
    exchanging('client/id-missing', 'client_id missing', NOTHING, UNKNOWN),
    exchanging('client/unknown', 'client unknown', { client_id: 'nobody' }, UNKNOWN),
    exchanging('client/secret-wrong', 'secret wrong', { client_secret: 'wrong' }, WRONG_SECRET),
    exchanging('client/secret-missing', 'secret missing', { client_secret: undefined }, WRONG_SECRET),
    exchanging('client/secret-empty', 'secret empty', { client_secret: '' }, WRONG_SECRET),
    withBasic(
      'client/basic',
      'Basic, parts form-encoded',
      NOTHING,
      ({ clientId, clientSecret }) => basic(clientId, clientSecret),
      TOKENS,
    ),
    withBasic(
      'client/basic-not-encoded',
      'Basic, colon of the client id not encoded',
      NOTHING,
      ({ clientId, clientSecret }) => basic(clientId, clientSecret, { encoded: false }),
      UNKNOWN,
    ),
    withBasic('client/basic-garbage', 'Basic, not Base64', NOTHING, () => ({ authorization: 'Basic %%%' }), UNKNOWN),
    withBasic(
      'client/basic-wrong-form-right',
      'Basic wrong, form right',
      {},
      ({ clientId }) => basic(clientId, 'wrong'),
      TOKENS,
    ),
    withBasic(
      'client/basic-right-form-wrong',
      'Basic right, form wrong',
      { client_secret: 'wrong' },
      ({ clientId, clientSecret }) => basic(clientId, clientSecret),
      WRONG_SECRET,
    ),
    exchanging(
      'client/grant-type-missing',
      'grant_type missing',
      { grant_type: undefined },
      invalidRequest('Missing form parameter: grant_type'),
    ),
    exchanging(
      'client/grant-type-unknown',
      'grant_type unknown',
      { grant_type: 'nonsense' },
      error(400, 'unsupported_grant_type', 'Unsupported grant_type'),
    ),
    exchanging(
      'client/client-credentials',
      'grant_type=client_credentials, not enabled for the client',
      { grant_type: 'client_credentials', code: undefined },
      error(401, 'unauthorized_client', 'Client not enabled to retrieve service account'),
    ),
    exchanging(
      'client/password',
      'grant_type=password, not enabled for the client',
      { grant_type: 'password', username: 'alice', password: 'sandbox' },
      error(400, 'unauthorized_client', 'Client not allowed for direct access grants'),
    ),
    {
      id: 'client/disabled-meanwhile',
      about: 'client disabled between sign-in and exchange',
      async ask(world) {
        const client = await world.spareClient();
        const granted = await world.grant({ client });
        await world.changeClient(client.clientId, { enabled: false });
        return world.exchange(granted);
      },
      expected: UNKNOWN,
    },
    {
      id: 'client/public',
      about: 'public client',
      async ask(world) {
        const client = world.publicClient;
        return {
          'without a secret': await world.exchange(await world.grant({ client })),
          'with a secret it does not have': await world.exchange(await world.grant({ client }), {
            client_secret: 'any',
          }),
        };
      },
      expected: { 'without a secret': TOKENS, 'with a secret it does not have': TOKENS },
    },
    {
      id: 'client/code-twice',
      about: 'parameter code twice',
      async ask(world) {
        const { code } = await world.grant();
        const { clientId, clientSecret } = world.client;
        const form = new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          client_secret: clientSecret,
          code,
        });
        form.append('code', code);
        return post(world.at().token, form);
      },
      expected: invalidRequest('duplicated parameter'),
    },
    {
      id: 'client/get',
      about: 'GET',
      ask: (world) => fetch(world.at().token),
      expected: error(405, 'HTTP 405 Method Not Allowed'),
    },
    {
      id: 'client/json-body',
      about: 'JSON instead of a form',
      ask: (world) =>
        fetch(world.at().token, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
      expected: invalidRequest('Missing form parameter: grant_type'),
    },
    {
      id: 'client/headers',
      about: 'headers of an answer',
      async ask(world) {
        return {
          refusal: headersOf(await world.exchange(await world.grant(), { client_secret: 'wrong' })),
          success: headersOf(await world.exchange(await world.grant())),
        };
      },
      expected: {
        refusal:
          '`cache-control: no-store`, `pragma: no-cache`, `referrer-policy: no-referrer`, `strict-transport-security: max-age=31536000; includeSubDomains`, `x-content-type-options: nosniff`, `x-frame-options: SAMEORIGIN`, `x-robots-tag: none`',
        success:
          '`cache-control: no-store`, `pragma: no-cache`, `referrer-policy: no-referrer`, `strict-transport-security: max-age=31536000; includeSubDomains`, `x-content-type-options: nosniff`, `x-frame-options: SAMEORIGIN`, `x-robots-tag: none`',
      },
    },
  ],
};
