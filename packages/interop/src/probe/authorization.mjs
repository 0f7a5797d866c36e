/** @module the authorization endpoint */
import { sayCallback, sayStep } from '../answers.mjs';
import { messageOf } from '../person.mjs';
import { challenge, verifier } from '../protocol.mjs';

/** @type {import('./world.mjs').Chapter} */
export const authorization = {
  title: 'The authorization endpoint',
  about: '`→` is a 302 to the redirect URI with these parameters, in this order.',
  async run(world) {
    const disabled = await world.spareClient({ enabled: false });
    const noFlow = await world.spareClient({ standardFlowEnabled: false });
    const pkce = await world.spareClient({ attributes: { 'pkce.code.challenge.method': 'S256' } });
    const several = await world.spareClient({ redirectUris: ['http://localhost/a', 'http://localhost/b'] });
    const one = await world.spareClient();
    const star = await world.spareClient({ redirectUris: ['http://localhost:8080/app/*'] });
    const none = await world.spareClient({ redirectUris: [] });

    const ask = async (/** @type {import('../protocol.mjs').Parameters} */ parameters) =>
      sayStep(await world.anew().open(world.authorizationUrl(parameters)));
    const good = challenge(verifier());

    /** @type {[string, import('../protocol.mjs').Parameters][]} */
    const requests = [
      ['client_id missing', { client_id: undefined }],
      ['client_id unknown', { client_id: 'nobody' }],
      ['client disabled', { client_id: disabled.clientId }],
      ['redirect_uri does not match', { redirect_uri: 'https://evil.example/' }],
      ['redirect_uri missing, several registered', { client_id: several.clientId, redirect_uri: undefined }],
      ['redirect_uri missing, one registered, with openid', { client_id: one.clientId, redirect_uri: undefined }],
      [
        'redirect_uri missing, one registered, without openid',
        { client_id: one.clientId, redirect_uri: undefined, scope: 'account:read' },
      ],
      [
        'redirect_uri missing, one registered ending in /*, without openid, unknown scope',
        { client_id: star.clientId, redirect_uri: undefined, scope: 'nonsense' },
      ],
      ['redirect_uri given, none registered', { client_id: none.clientId }],
      ['response_type missing', { response_type: undefined }],
      ['response_type unknown', { response_type: 'nonsense' }],
      ['response_type=token, implicit flow off', { response_type: 'token' }],
      ['response_type=code, standard flow off', { client_id: noFlow.clientId }],
      ['response_mode unknown', { response_mode: 'nonsense' }],
      ['response_mode=fragment with an error', { response_mode: 'fragment', scope: 'nonsense' }],
      ['scope unknown', { scope: 'nonsense' }],
      ['scope partly unknown', { scope: 'openid account:read nonsense' }],
      ['scope missing', { scope: undefined }],
      ['scope empty', { scope: '' }],
      ['scope unknown, state missing', { scope: 'nonsense', state: undefined }],
      ['PKCE absent, client does not enforce it', {}],
      ['PKCE: challenge without method', { code_challenge: good }],
      ['PKCE: method without challenge', { code_challenge_method: 'S256' }],
      ['PKCE: challenge of 20 characters', { code_challenge: good.slice(0, 20), code_challenge_method: 'S256' }],
      ['PKCE: challenge with a space', { code_challenge: `${good.slice(1)} `, code_challenge_method: 'S256' }],
      ['PKCE: method unknown', { code_challenge: good, code_challenge_method: 'S512' }],
      ['PKCE: method plain', { code_challenge: good, code_challenge_method: 'plain' }],
      ['PKCE enforced: challenge missing', { client_id: pkce.clientId }],
      ['PKCE enforced: challenge without method', { client_id: pkce.clientId, code_challenge: good }],
      [
        'PKCE enforced S256: method plain',
        { client_id: pkce.clientId, code_challenge: good, code_challenge_method: 'plain' },
      ],
      ['prompt=none, not signed in', { prompt: 'none' }],
      ['prompt unknown', { prompt: 'nonsense' }],
      ['state of 4,100 characters', { state: 'x'.repeat(4_100), scope: 'nonsense' }],
      ['scope of 4,100 characters', { scope: 'x'.repeat(4_100) }],
      ['max_age not a number', { max_age: 'soon' }],
    ];
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    for (const [situation, parameters] of requests) rows.push([situation, await ask(parameters)]);

    const twice = world.authorizationUrl();
    twice.searchParams.append('state', 'another');
    rows.push(['state twice', sayStep(await world.anew().open(twice))]);
    const scopeTwice = world.authorizationUrl();
    scopeTwice.searchParams.append('scope', 'account:read');
    rows.push(['scope twice', sayStep(await world.anew().open(scopeTwice))]);
    const clientTwice = world.authorizationUrl();
    clientTwice.searchParams.append('client_id', 'x');
    rows.push(['client_id twice', sayStep(await world.anew().open(clientTwice))]);

    rows.push([
      'POST instead of GET',
      sayStep(
        await world.anew().open(world.authorizationUrl().origin + world.authorizationUrl().pathname, {
          method: 'POST',
          body: world.authorizationUrl().searchParams,
        }),
      ),
    ]);

    const wrong = world.anew();
    const login = await wrong.open(world.authorizationUrl());
    if ('page' in login) {
      const again = await wrong.submit(login.page, { username: 'alice', password: 'wrong' });
      rows.push([
        'sign-in page: wrong password',
        'page' in again ? `${sayStep(again)}: “${messageOf(again.page)}”` : sayStep(again),
      ]);
    }

    await world.admin.withdrawConsent('third-party', 'alice', world.client.clientId).catch(() => {});
    const alice = world.anew();
    const denied = await world.grant({ person: alice, consent: 'no' });
    rows.push(['consent page: No', sayCallback(denied.arrival.callback)]);
    const once = await world.grant({ person: alice, consent: 'no' });
    rows.push(['– signing in again in the same browser', `sign-in page: ${once.arrival.pages.includes('login')}`]);
    rows.push(['consent page lists, for `openid account:read`', denied.arrival.consents.join('; ')]);
    const later = world.anew();
    const first = await world.grant({ person: later, scope: 'account:read' });
    rows.push(['sign-in and consent', sayCallback(first.arrival.callback)]);
    rows.push([
      'shape of the code',
      `${first.code.split('.').length} parts with dots, ${first.code.length} characters`,
    ]);
    rows.push(['shape of session_state', String(first.arrival.callback.searchParams.get('session_state')?.length)]);
    const again = await world.grant({ person: later, scope: 'account:read' });
    rows.push([
      'the same again in the same browser',
      `${sayCallback(again.arrival.callback)}, pages shown: ${again.arrival.pages.length}; same session_state: ${again.arrival.callback.searchParams.get('session_state') === first.arrival.callback.searchParams.get('session_state')}`,
    ]);
    rows.push([
      'prompt=none, signed in and consented',
      sayStep(await later.open(world.authorizationUrl({ prompt: 'none', scope: 'account:read' }))),
    ]);
    rows.push([
      'prompt=none, a scope not yet consented',
      sayStep(await later.open(world.authorizationUrl({ prompt: 'none', scope: 'account:read balance:read' }))),
    ]);
    rows.push([
      'prompt=login, signed in',
      sayStep(await later.open(world.authorizationUrl({ prompt: 'login', scope: 'account:read' }))),
    ]);
    rows.push([
      'prompt=consent, signed in and consented',
      sayStep(await later.open(world.authorizationUrl({ prompt: 'consent', scope: 'account:read' }))),
    ]);
    const stepUp = world.anew();
    await world.grant({ person: stepUp, scope: 'account:read' });
    const more = await world.grant({ person: stepUp, scope: 'account:read users:read' });
    rows.push(['one more scope later: the consent page lists', more.arrival.consents.join('; ')]);
    const moreDenied = await world.grant({ person: stepUp, scope: 'account:read history:read', consent: 'no' });
    rows.push(['one more scope later, answered No', sayCallback(moreDenied.arrival.callback)]);
    const nobody = await world.grant({ person: later, scope: 'account:read', parameters: { state: undefined } });
    rows.push(['success without state', sayCallback(nobody.arrival.callback)]);
    rows.push([
      'cookies after sign-in',
      later
        .cookies()
        .map((c) => `\`${c}\``)
        .join(', '),
    ]);
    return rows;
  },
};
