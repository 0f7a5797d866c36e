/** @module which redirect URI matches which registered one */
import { isLoginPage } from '../person.mjs';

const ACCEPTED = 'accepted';
const REFUSED = 'refused';

/**
 * Asks with each of the URIs; a client that registered the pattern alone.
 *
 * @param {string} id
 * @param {string} registered
 * @param {{ accepted?: readonly string[], refused?: readonly string[] }} uris
 * @returns {import('./case.mjs').Case}
 */
const registering = (id, registered, { accepted = [], refused = [] }) => ({
  id: `redirect-uri/${id}`,
  about: `registered: \`${registered}\``,
  async ask(world) {
    const client = await world.spareClient({ redirectUris: [registered] });
    /** @type {Record<string, string>} */
    const answers = {};
    for (const uri of [...accepted, ...refused]) {
      const url = world.authorizationUrl({ client_id: client.clientId, redirect_uri: uri });
      const step = await world.browser().open(url);
      answers[`\`${uri}\``] = 'page' in step && isLoginPage(step.page) ? ACCEPTED : REFUSED;
    }
    return answers;
  },
  expected: Object.fromEntries([
    ...accepted.map((uri) => [`\`${uri}\``, ACCEPTED]),
    ...refused.map((uri) => [`\`${uri}\``, REFUSED]),
  ]),
});

/** @type {import('./case.mjs').Chapter} */
export const redirectUris = {
  title: 'Redirect URIs: registered and asked for',
  about: 'Refused is always the 400 page “Invalid parameter: redirect_uri”. Accepted is the sign-in page.',
  cases: [
    registering('exact', 'https://app.example.com/cb', {
      accepted: ['https://app.example.com/cb'],
      refused: [
        'https://app.example.com/cb/',
        'https://app.example.com/CB',
        'https://APP.example.com/cb',
        'HTTPS://app.example.com/cb',
        'http://app.example.com/cb',
        'https://app.example.com:443/cb',
        'https://app.example.com/cb?x=1',
        'https://app.example.com/cb#f',
        'https://app.example.com/cb?code=1',
        'https://user@app.example.com/cb',
        'https://app.example.com/a/../cb',
      ],
    }),
    registering('query', 'https://app.example.com/cb?x=1', {
      accepted: ['https://app.example.com/cb?x=1'],
      refused: ['https://app.example.com/cb', 'https://app.example.com/cb?x=2', 'https://app.example.com/cb?x=1&y=2'],
    }),
    registering('trailing-star', 'https://app.example.com/cb/*', {
      accepted: [
        'https://app.example.com/cb/',
        'https://app.example.com/cb',
        'https://app.example.com/cb/x',
        'https://app.example.com/cb/x?y=1',
        'https://app.example.com/cb/x#f',
        'https://app.example.com/cb?y=1',
      ],
      refused: ['https://app.example.com/cbX', 'https://APP.example.com/cb/x'],
    }),
    registering('trailing-star-dots', 'https://app.example.com/cb/*', {
      accepted: ['https://app.example.com/cb/./x', 'https://app.example.com/cb/x;y', 'https://app.example.com/cb/x%00'],
      refused: [
        'https://app.example.com/cb/../x',
        'https://app.example.com/cb/%2e%2e/x',
        'https://app.example.com/cb/%252e%252e/x',
        'https://app.example.com/cb/..%2fx',
        'https://app.example.com/cb/..%5cx',
        'https://app.example.com/cb/..',
      ],
    }),
    registering('trailing-star-userinfo', 'https://app.example.com/cb/*', {
      refused: ['https://user@app.example.com/cb/x', 'https://app.example.com@evil.example/cb/x'],
    }),
    registering('userinfo-registered', 'https://user@app.example.com/cb', {
      accepted: ['https://user@app.example.com/cb'],
      refused: ['https://app.example.com/cb'],
    }),
    registering('answer-parameters', 'https://app.example.com/cb/*', {
      accepted: ['https://app.example.com/cb/x?codes=1'],
      refused: [
        'https://app.example.com/cb/x?code=1',
        'https://app.example.com/cb/x?state=1',
        'https://app.example.com/cb/x?iss=1',
        'https://app.example.com/cb/x?error=1',
        'https://app.example.com/cb/x?error_description=1',
        'https://app.example.com/cb/x?session_state=1',
        'https://app.example.com/cb/x?access_token=1',
        'https://app.example.com/cb/x?id_token=1',
        'https://app.example.com/cb/x?token_type=1',
        'https://app.example.com/cb/x?expires_in=1',
        'https://app.example.com/cb/x?response=1',
        'https://app.example.com/cb/x?kc_action=1',
        'https://app.example.com/cb/x?kc_action_status=1',
        'https://app.example.com/cb/x?CODE=1',
      ],
    }),
    registering('star-after-word', 'https://app.example.com/cb*', {
      accepted: ['https://app.example.com/cb', 'https://app.example.com/cbX', 'https://app.example.com/cb/x'],
      refused: ['https://app.example.com/c'],
    }),
    registering('star-after-host', 'https://app.example.com*', {
      accepted: ['https://app.example.com', 'https://app.example.com/', 'https://app.example.com/x'],
      refused: [
        'https://app.example.com.evil.example/',
        'https://app.example.com:8443/',
        'https://app.example.com@evil.example/',
      ],
    }),
    registering('star-inside', 'https://app.example.com/a*b', {
      accepted: ['https://app.example.com/a*b'],
      refused: ['https://app.example.com/aXb'],
    }),
    registering('host-wildcard', 'https://*.example.com/*', {
      refused: ['https://app.example.com/cb', 'https://*.example.com/cb', 'https://example.com/cb'],
    }),
    registering('host-wildcard-exact', 'https://*.example.com/cb', {
      accepted: ['https://*.example.com/cb'],
      refused: ['https://app.example.com/cb'],
    }),
    registering('star-in-query', 'https://app.example.com/cb?x=*', {
      accepted: ['https://app.example.com/cb?x=*'],
      refused: ['https://app.example.com/cb?x=1'],
    }),
    registering('star-alone', '*', {
      accepted: ['https://anything.example/x', 'http://anything.example/x'],
      refused: ['myapp://cb', 'javascript:alert(1)'],
    }),
    registering('loopback-name', 'http://localhost/cb', {
      accepted: ['http://localhost/cb', 'http://localhost:8080/cb', 'http://localhost:1/cb'],
      refused: [
        'http://127.0.0.1:8080/cb',
        'http://[::1]:8080/cb',
        'https://localhost:8080/cb',
        'http://localhost:8080/cb/',
        'http://LOCALHOST:8080/cb',
        'http://localhost.evil.example:8080/cb',
        'http://user@localhost:8080/cb',
      ],
    }),
    registering('loopback-ipv4', 'http://127.0.0.1/cb', {
      accepted: ['http://127.0.0.1:8080/cb'],
      refused: ['http://localhost:8080/cb', 'http://127.0.0.2:8080/cb'],
    }),
    registering('loopback-ipv6', 'http://[::1]/cb', { accepted: ['http://[::1]:8080/cb'] }),
    registering('loopback-https', 'https://localhost/cb', {
      accepted: ['https://localhost/cb'],
      refused: ['https://localhost:8443/cb'],
    }),
    registering('loopback-port', 'http://localhost:8080/cb', {
      accepted: ['http://localhost:8080/cb'],
      refused: ['http://localhost:8081/cb', 'http://localhost/cb'],
    }),
    registering('loopback-star', 'http://localhost/cb/*', {
      accepted: ['http://localhost:8080/cb/x', 'http://localhost:8080/cb'],
    }),
    registering('loopback-star-port', 'http://localhost:*/cb', {
      refused: ['http://localhost:8080/cb', 'http://localhost/cb'],
    }),
    registering('loopback-star-after-host', 'http://localhost*', {
      accepted: ['http://localhost:8080/cb', 'http://localhost/cb'],
      refused: ['http://localhost.evil.example/'],
    }),
    registering('scheme', 'myapp://cb', { accepted: ['myapp://cb'], refused: ['myapp://cb/', 'myapp:cb'] }),
    registering('scheme-star', 'myapp:*', { accepted: ['myapp://cb', 'myapp:/x'], refused: ['other://cb'] }),
    registering('malformed', 'https://app.example.com/*', {
      refused: ['https://', 'app.example.com/cb', '/cb', 'https://app.example.com/a b', 'nonsense'],
    }),
  ],
};
