/** @module the device authorization grant (RFC 8628) */
import { CONSENT_PAGE, error, invalidGrant, invalidRequest, json, TOKENS } from '../notation.mjs';
import { messageOf } from '../person.mjs';
import { address, challenge, post, verifier } from '../protocol.mjs';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const DEVICE = { deviceFlow: true };
const PENDING = error(400, 'authorization_pending', 'The authorization request is still pending');

/**
 * @param {import('../world.mjs').World} world
 * @param {import('../world.mjs').Client} client
 * @param {import('../protocol.mjs').Parameters} [parameters]
 * @param {string} [realm]
 */
const ask = (world, client, parameters = {}, realm) =>
  post(world.at(realm).deviceAuthorization, {
    ...world.credentials(client),
    scope: 'openid account:read',
    ...parameters,
  });

/**
 * A device that has its codes.
 *
 * @param {import('../world.mjs').World} world
 * @param {{ realm?: string, parameters?: import('../protocol.mjs').Parameters }} [options]
 */
async function device(world, { realm = 'third-party', parameters = {} } = {}) {
  const client = await world.spareClient(DEVICE, realm);
  const answer = await ask(world, client, parameters, realm);
  if (!answer.ok) throw new Error(`no device code: ${answer.status} ${await answer.text()}`);
  const codes = /** @type {Record<string, any>} */ (await answer.json());
  const person = world.browser(realm);
  return {
    client,
    codes,
    person,
    poll: (/** @type {import('../protocol.mjs').Parameters} */ more = {}, by = client) =>
      post(world.at(realm).token, {
        grant_type: GRANT,
        ...world.credentials(by),
        device_code: String(codes['device_code']),
        ...more,
      }),
    confirm: async (/** @type {'yes' | 'no'} */ consent = 'yes') =>
      person.walk(await person.open(String(codes['verification_uri_complete'])), { consent }),
  };
}

/** @param {import('../person.mjs').Step} step */
const message = (step) => ('page' in step ? `${step.page.status} “${messageOf(step.page)}”` : step.callback.href);

/** @type {import('./case.mjs').Chapter} */
export const devices = {
  title: 'Devices (RFC 8628)',
  cases: [
    {
      id: 'device/codes',
      about: 'the codes',
      async ask(world) {
        const client = await world.spareClient(DEVICE);
        const answer = await ask(world, client);
        const codes = /** @type {Record<string, any>} */ (await answer.clone().json());
        return {
          answer,
          'expires_in and interval': `${codes['expires_in']}, ${codes['interval']}`,
          'shape of user_code': String(codes['user_code']).replace(/[A-Z]/g, 'A'),
          verification_uri: String(codes['verification_uri']).replace(world.issuer('third-party'), '{issuer}'),
          'verification_uri_complete is verification_uri?user_code=': String(
            codes['verification_uri_complete'] === `${codes['verification_uri']}?user_code=${codes['user_code']}`,
          ),
        };
      },
      expected: {
        answer: json(200, [
          'device_code',
          'user_code',
          'verification_uri',
          'verification_uri_complete',
          'expires_in',
          'interval',
        ]),
        'expires_in and interval': '600, 5',
        'shape of user_code': 'AAAA-AAAA',
        verification_uri: '{issuer}/device',
        'verification_uri_complete is verification_uri?user_code=': 'true',
      },
    },
    {
      id: 'device/codes-refused',
      about: 'no codes',
      async ask(world) {
        const off = await world.spareClient();
        const on = await world.spareClient(DEVICE);
        const pkce = await world.spareClient({ ...DEVICE, requiredPkceMethod: 'S256' });
        return {
          'flow off for the client': await ask(world, off),
          'client unknown': await ask(world, { clientId: 'nobody', clientSecret: 'x' }),
          'secret wrong': await ask(world, { ...on, clientSecret: 'wrong' }),
          'scope unknown': await ask(world, on, { scope: 'nonsense' }),
          'PKCE enforced, none': await ask(world, pkce),
        };
      },
      expected: {
        'flow off for the client': error(
          400,
          'unauthorized_client',
          'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.',
        ),
        'client unknown': error(401, 'invalid_client', 'Invalid client or Invalid client credentials'),
        'secret wrong': error(401, 'unauthorized_client', 'Invalid client or Invalid client credentials'),
        'scope unknown': json(200, [
          'device_code',
          'user_code',
          'verification_uri',
          'verification_uri_complete',
          'expires_in',
          'interval',
        ]),
        'PKCE enforced, none': invalidRequest('Missing parameter: code_challenge_method'),
      },
    },
    {
      id: 'device/confirmed',
      about: 'pending, confirmed, redeemed, and once more',
      async ask(world) {
        const { poll, confirm } = await device(world);
        const pending = await poll();
        const { step, pages } = await confirm();
        await world.pass('a poll');
        const redeemed = await poll();
        await world.pass('a poll');
        return {
          'before the person came': pending,
          'pages of the person': pages.join(', '),
          'where they end': message(step),
          redeemed,
          'once more': await poll(),
        };
      },
      expected: {
        'before the person came': PENDING,
        'pages of the person': 'login, consent',
        'where they end': '200 “You may close this browser window and go back to your device.”',
        redeemed: TOKENS,
        'once more': invalidGrant('Device code not valid'),
      },
    },
    {
      id: 'device/denied',
      about: 'the person says No',
      async ask(world) {
        const { poll, confirm } = await device(world);
        const { step } = await confirm('no');
        return { 'where the person ends': message(step), 'the device': await poll() };
      },
      expected: {
        'where the person ends': '200 “Consent denied for connecting the device.”',
        'the device': error(400, 'access_denied', 'The end user denied the authorization request'),
      },
    },
    {
      id: 'device/slow-down',
      about: 'two polls at once',
      async ask(world) {
        const { poll } = await device(world);
        return { first: await poll(), second: await poll() };
      },
      expected: { first: PENDING, second: error(400, 'slow_down', 'Slow down') },
    },
    {
      id: 'device/expired',
      about: 'nobody came in time',
      async ask(world) {
        const { poll, codes, person } = await device(world, { realm: world.shortRealm });
        await world.pass('a device code');
        return {
          'the device': await poll(),
          'a late person': message(await person.open(String(codes['verification_uri_complete']))),
        };
      },
      expected: {
        'the device': error(400, 'expired_token', 'Device code is expired'),
        'a late person': '200 “The code has expired. Please go back to your device and try connecting again.”',
      },
    },
    {
      id: 'device/malformed',
      about: 'polls that cannot do',
      async ask(world) {
        const { poll } = await device(world);
        return {
          'device_code missing': await poll({ device_code: undefined }),
          'device_code garbage': await poll({ device_code: 'nonsense' }),
          'by another client': await poll({}, await world.spareClient(DEVICE)),
          'by a client without the flow': await poll({}, world.client),
        };
      },
      expected: {
        'device_code missing': invalidRequest('Missing parameter: device_code'),
        'device_code garbage': invalidGrant('Device code not valid'),
        'by another client': invalidGrant('unauthorized client'),
        'by a client without the flow': invalidGrant('Client not allowed OAuth 2.0 Device Authorization Grant'),
      },
    },
    {
      id: 'device/pkce',
      about: 'with PKCE',
      async ask(world) {
        const codeVerifier = verifier();
        const asked = { code_challenge: challenge(codeVerifier), code_challenge_method: 'S256' };
        const wrong = await device(world, { parameters: asked });
        await wrong.confirm();
        const right = await device(world, { parameters: asked });
        await right.confirm();
        return {
          'verifier missing': await wrong.poll(),
          'the right verifier': await right.poll({ code_verifier: codeVerifier }),
        };
      },
      expected: {
        'verifier missing': invalidGrant('PKCE code verifier not specified'),
        'the right verifier': TOKENS,
      },
    },
    {
      id: 'device/user-code-wrong',
      about: 'a user code nobody has',
      async ask(world) {
        const page = await world
          .browser()
          .open(address(`${world.issuer('third-party')}/device`, { user_code: 'AAAA-AAAA' }));
        return message(page);
      },
      expected: '200 “Invalid code, please try again.”',
    },
    {
      id: 'device/signed-in-already',
      about: 'confirmed in a browser that is signed in and has consented',
      async ask(world) {
        const { client, codes } = await device(world);
        const { person } = await world.grant({ client });
        const first = await person.open(String(codes['verification_uri_complete']));
        return first;
      },
      expected: CONSENT_PAGE,
    },
  ],
};
