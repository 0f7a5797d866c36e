/** @module the token endpoint: client authentication and codes */
import { setTimeout as sleep } from 'node:timers/promises';
import { sayAnswer } from '../answers.mjs';
import { basic, challenge, post, verifier } from '../protocol.mjs';
import { PUBLIC_CLIENT } from '../realms.mjs';
import { createRows } from './world.mjs';

/** @type {import('./world.mjs').Chapter} */
export const clientAuthentication = {
  title: 'The token endpoint: who asks',
  about: 'Each with a code that would have been good.',
  async run(world) {
    const { clientId, clientSecret } = world.client;
    const disabled = await world.spareClient();
    const disabledGrant = await world.grant({ client: disabled });
    await world.admin.changeClient('third-party', disabled.clientId, { enabled: false });

    /** @type {[string, import('../protocol.mjs').Parameters, Record<string, string>?][]} */
    const requests = [
      ['client_id missing', { client_id: undefined, client_secret: undefined }],
      ['client unknown', { client_id: 'nobody' }],
      ['secret wrong', { client_secret: 'wrong' }],
      ['secret missing', { client_secret: undefined }],
      ['secret empty', { client_secret: '' }],
      ['Basic, parts form-encoded', { client_id: undefined, client_secret: undefined }, basic(clientId, clientSecret)],
      [
        'Basic, colon of the client id not encoded',
        { client_id: undefined, client_secret: undefined },
        basic(clientId, clientSecret, { encoded: false }),
      ],
      ['Basic wrong, form right', {}, basic(clientId, 'wrong')],
      ['Basic right, form wrong', { client_secret: 'wrong' }, basic(clientId, clientSecret)],
      ['grant_type missing', { grant_type: undefined }],
      ['grant_type unknown', { grant_type: 'nonsense' }],
      [
        'grant_type=client_credentials, not enabled for the client',
        { grant_type: 'client_credentials', code: undefined },
      ],
      [
        'grant_type=password, not enabled for the client',
        { grant_type: 'password', username: 'alice', password: 'sandbox' },
      ],
    ];
    const { rows, say } = createRows();
    for (const [situation, parameters, headers] of requests) {
      rows.push([situation, await sayAnswer(await world.exchange(await world.grant(), parameters, headers))]);
    }
    await say('client disabled meanwhile', world.exchange(disabledGrant));
    const ofPublic = await world.grant({ client: PUBLIC_CLIENT });
    rows.push([
      'public client with a secret it does not have',
      await sayAnswer(await world.exchange(ofPublic, { client_secret: 'any' })),
    ]);
    await say('public client', world.exchange(await world.grant({ client: PUBLIC_CLIENT })));

    const good = await world.grant();
    const twice = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      code: good.code,
    });
    twice.append('code', good.code);
    await say('code twice', post(world.at().token, twice));
    await say('GET', fetch(world.at().token));
    rows.push([
      'JSON instead of a form',
      await sayAnswer(
        await fetch(world.at().token, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
      ),
    ]);
    const wrong = await world.exchange(await world.grant(), { client_secret: 'wrong' });
    rows.push(['headers of a refusal', sayHeaders(wrong)]);
    rows.push(['headers of a success', sayHeaders(await world.exchange(await world.grant()))]);
    return rows;
  },
};

/** @type {import('./world.mjs').Chapter} */
export const codes = {
  title: 'The token endpoint: codes',
  async run(world) {
    const spare = await world.spareClient();
    const enforced = await world.spareClient({ attributes: { 'pkce.code.challenge.method': 'S256' } });
    const { rows, say } = createRows();

    const some = await world.grant();
    await say('code missing', world.exchange(some, { code: undefined }));
    await say('code empty', world.exchange(some, { code: '' }));
    await say('code malformed', world.exchange(some, { code: 'nonsense' }));
    await say(
      'code well-formed, unknown',
      world.exchange(some, { code: `00000000-0000-0000-0000-000000000000.${some.code.split('.').slice(1).join('.')}` }),
    );
    await say('and then the right code', world.exchange(some));

    const reused = await world.tokens();
    await say('code used a second time', world.exchange(reused));
    await say('– refreshing the tokens of its first use', world.refresh(reused.set['refresh_token']));
    await say('– userinfo with the access token of its first use', world.userinfo(reused.set['access_token']));

    const short = await world.grant({ realm: 'third-party-short' });
    await sleep(3_500);
    await say('code expired', world.exchange(short));

    const moved = await world.grant();
    await say('another redirect_uri', world.exchange(moved, { redirect_uri: 'http://localhost/oauth' }));
    await say('– then the right one, same code', world.exchange(moved));
    await say('redirect_uri missing', world.exchange(await world.grant(), { redirect_uri: undefined }));

    const foreign = await world.grant();
    await say('code of another client', world.exchange({ ...foreign, client: spare }));
    await say('– then by its own client', world.exchange(foreign));

    const ended = await world.grant({ as: 'bob' });
    await world.admin.logout('third-party', 'bob');
    await say('session ended meanwhile', world.exchange(ended));

    const user = await world.grant({ as: 'bob' });
    await changeUser(world, 'bob', { enabled: false });
    await say('user disabled meanwhile', world.exchange(user));
    await changeUser(world, 'bob', { enabled: true });

    const noVerifier = await world.grant();
    await say('PKCE: verifier missing', world.exchange(noVerifier, { code_verifier: undefined }));
    await say('– then with the right verifier, same code', world.exchange(noVerifier));
    const wrongVerifier = await world.grant();
    await say('PKCE: another verifier', world.exchange(wrongVerifier, { code_verifier: verifier() }));
    await say('– then with the right verifier, same code', world.exchange(wrongVerifier));
    await say(
      'PKCE: verifier of 20 characters',
      world.exchange(await world.grant(), { code_verifier: 'x'.repeat(20) }),
    );
    await say(
      'PKCE: verifier with a space',
      world.exchange(await world.grant(), { code_verifier: `${'x'.repeat(50)} ` }),
    );
    const unasked = { code_challenge: undefined, code_challenge_method: undefined };
    await say('PKCE: verifier, but no challenge was sent', world.exchange(await world.grant({ parameters: unasked })));
    const plain = verifier();
    const plainly = await world.grant({ parameters: { code_challenge: plain, code_challenge_method: undefined } });
    await say(
      'PKCE: challenge without method, verifier equal to it',
      world.exchange(plainly, { code_verifier: plain }),
    );
    const hashed = verifier();
    const notPlain = await world.grant({
      parameters: { code_challenge: challenge(hashed), code_challenge_method: undefined },
    });
    await say('PKCE: challenge without method, its S256 verifier', world.exchange(notPlain, { code_verifier: hashed }));
    await say(
      'PKCE enforced by the client: verifier missing',
      world.exchange(await world.grant({ client: enforced }), { code_verifier: undefined }),
    );

    const unknown = await world.grant();
    await say('secret wrong', world.exchange(unknown, { client_secret: 'wrong' }));
    await say('– then with the right secret, same code', world.exchange(unknown));
    return rows;
  },
};

/**
 * @param {import('./world.mjs').World} world
 * @param {string} username
 * @param {Record<string, unknown>} changes
 */
export async function changeUser(world, username, changes) {
  const path = `/third-party/users/${await world.admin.userId('third-party', username)}`;
  await world.admin.call('PUT', path, { ...(await world.admin.call('GET', path)), ...changes });
}

/** @param {Response} response */
function sayHeaders(response) {
  const told = [...response.headers].map(([name, value]) =>
    ['date', 'content-length', 'set-cookie'].includes(name) ? name : `${name}: ${value}`,
  );
  return `${response.status}: ${told.map((header) => `\`${header}\``).join(', ')}; \`date\` sent: ${response.headers.has('date') ? 'yes' : 'no'}`;
}
