/** @module what the person sees, and what comes back to the client */
import { CONSENT_PAGE, callback, refusal, SIGN_IN_PAGE, SIGNED_IN } from '../notation.mjs';
import { messageOf } from '../person.mjs';

const SCOPE = 'account:read';

/** The pages a person saw, in a word each. @param {import('../person.mjs').Arrival} arrival */
export const shown = ({ pages }) => (pages.length === 0 ? 'no page' : pages.join(', '));

/**
 * Where the link with these words leads.
 *
 * @param {string} html
 * @param {string} words
 */
const linkOf = (html, words) => new RegExp(`<a[^>]*href="([^"]*)"[^>]*>\\s*${words}`).exec(html)?.[1] ?? 'no link';

/** @type {import('./case.mjs').Chapter} */
export const signingIn = {
  title: 'Signing in',
  cases: [
    {
      id: 'signing-in/first-time',
      about: 'sign-in and consent; then the same in the same browser',
      async ask(world) {
        const person = world.browser();
        const first = await world.grant({ person, scope: SCOPE });
        const again = await world.grant({ person, scope: SCOPE });
        const session = (/** @type {import('../world.mjs').Grant} */ { arrival }) =>
          arrival.callback.searchParams.get('session_state');
        return {
          'first time': first.arrival,
          'its pages': shown(first.arrival),
          'parts and length of the code': `${first.code.split('.').length} parts with dots, ${first.code.length} characters`,
          'length of session_state': `${session(first)?.length} characters`,
          'second time': again.arrival,
          'pages the second time': shown(again.arrival),
          'the same session_state': String(session(first) === session(again)),
        };
      },
      expected: {
        'first time': SIGNED_IN,
        'its pages': 'login, consent',
        'parts and length of the code': '3 parts with dots, 98 characters',
        'length of session_state': '24 characters',
        'second time': SIGNED_IN,
        'pages the second time': 'no page',
        'the same session_state': 'true',
      },
    },
    {
      id: 'signing-in/without-state',
      about: 'success without state',
      ask: async (world) => (await world.grant({ parameters: { state: undefined } })).arrival,
      expected: callback(['session_state', 'iss', 'code']),
    },
    {
      id: 'signing-in/fragment',
      about: 'success with response_mode=fragment',
      ask: async (world) => (await world.grant({ parameters: { response_mode: 'fragment' } })).arrival,
      expected: callback(['state', 'session_state', 'iss', 'code'], { inFragment: true }),
    },
    {
      id: 'signing-in/iss',
      about: '`iss` of the callback is the issuer (RFC 9207)',
      async ask(world) {
        const { callback: url } = (await world.grant()).arrival;
        return String(url.searchParams.get('iss') === world.issuer('third-party'));
      },
      expected: 'true',
    },
    {
      id: 'signing-in/wrong-password',
      about: 'wrong password',
      async ask(world) {
        const person = world.browser();
        const login = await person.open(world.authorizationUrl());
        if (!('page' in login)) return login;
        const again = await person.submit(login.page, { username: 'alice', password: 'wrong' });
        return { answer: again, message: 'page' in again ? messageOf(again.page) : '' };
      },
      expected: { answer: SIGN_IN_PAGE, message: 'Invalid username or password.' },
    },
    {
      id: 'signing-in/consent-refused',
      about: 'consent page: No; then again in the same browser',
      async ask(world) {
        const person = world.browser();
        const denied = await world.grant({ person, consent: 'no' });
        const again = await world.grant({ person, consent: 'no' });
        return { 'answered No': denied.arrival, 'pages the second time': shown(again.arrival) };
      },
      expected: { 'answered No': refusal('access_denied'), 'pages the second time': 'login, consent' },
    },
    {
      id: 'signing-in/consent-list',
      about: 'what the consent page lists',
      async ask(world) {
        const person = world.browser();
        const first = await world.grant({ person, scope: 'openid account:read' });
        const more = await world.grant({ person, scope: 'openid account:read users:read' });
        return {
          'number of entries for openid account:read': String(first.arrival.consents.length),
          'number of entries, with users:read later': String(more.arrival.consents.length),
        };
      },
      expected: {
        'number of entries for openid account:read': '1',
        'number of entries, with users:read later': '1',
      },
    },
    {
      id: 'signing-in/consent-page',
      about: 'what the consent page says',
      async ask(world) {
        const client = await world.spareClient({
          name: 'Third Party Example',
          termsUrl: 'https://third-party.example/terms',
          privacyUrl: 'https://third-party.example/privacy',
        });
        const person = world.browser();
        const login = await person.open(world.authorizationUrl({ client_id: client.clientId }));
        if (!('page' in login)) return login;
        const consent = await person.submit(login.page, await world.account('third-party'));
        if (!('page' in consent)) return consent;
        const { html } = consent.page;
        return {
          page: consent,
          heading: messageOf(consent.page),
          question: /Do you grant these access privileges\?/.exec(html)?.[0] ?? 'none',
          'terms of service': linkOf(html, 'terms of service'),
          'privacy policy': linkOf(html, 'privacy policy'),
        };
      },
      expected: {
        page: CONSENT_PAGE,
        heading: 'Grant Access to Third Party Example',
        question: 'Do you grant these access privileges?',
        'terms of service': 'https://third-party.example/terms',
        'privacy policy': 'https://third-party.example/privacy',
      },
    },
    {
      id: 'signing-in/step-up-refused',
      about: 'one more scope later, answered No',
      async ask(world) {
        const person = world.browser();
        await world.grant({ person, scope: SCOPE });
        const more = await world.grant({ person, scope: `${SCOPE} history:read`, consent: 'no' });
        return { answer: more.arrival, pages: shown(more.arrival) };
      },
      expected: { answer: refusal('access_denied'), pages: 'consent' },
    },
    {
      id: 'signing-in/prompt-signed-in',
      about: 'prompt, signed in and consented',
      async ask(world) {
        const person = world.browser();
        await world.grant({ person, scope: SCOPE });
        const ask = (/** @type {string} */ prompt, scope = SCOPE) =>
          person.open(world.authorizationUrl({ prompt, scope }));
        return {
          'prompt=none': await ask('none'),
          'prompt=none, a scope not yet consented': await ask('none', `${SCOPE} balance:read`),
          'prompt=consent': await ask('consent'),
          'prompt=login': await ask('login'),
        };
      },
      expected: {
        'prompt=none': SIGNED_IN,
        'prompt=none, a scope not yet consented': refusal('interaction_required'),
        'prompt=consent': CONSENT_PAGE,
        'prompt=login': SIGN_IN_PAGE,
      },
    },
  ],
};
