/** @module which redirect URI matches which registered one */
import { isLoginPage } from '../person.mjs';

/** registered → asked for */
const PAIRS = {
  'https://app.example.com/cb': [
    'https://app.example.com/cb',
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
  'https://app.example.com/cb?x=1': [
    'https://app.example.com/cb?x=1',
    'https://app.example.com/cb',
    'https://app.example.com/cb?x=2',
    'https://app.example.com/cb?x=1&y=2',
  ],
  'https://app.example.com/cb/*': [
    'https://app.example.com/cb/',
    'https://app.example.com/cb',
    'https://app.example.com/cb/x',
    'https://app.example.com/cb/x?y=1',
    'https://app.example.com/cb/x#f',
    'https://app.example.com/cb?y=1',
    'https://app.example.com/cbX',
    'https://app.example.com/cb/../x',
    'https://app.example.com/cb/%2e%2e/x',
    'https://app.example.com/cb/%252e%252e/x',
    'https://app.example.com/cb/..%2fx',
    'https://app.example.com/cb/..%5cx',
    'https://app.example.com/cb/./x',
    'https://app.example.com/cb/x;y',
    'https://app.example.com/cb/x%00',
    'https://user@app.example.com/cb/x',
    'https://app.example.com@evil.example/cb/x',
    'https://APP.example.com/cb/x',
    'https://app.example.com/cb/x?code=1',
    'https://app.example.com/cb/x?state=1',
    'https://app.example.com/cb/x?iss=1',
    'https://app.example.com/cb/x?error=1',
    'https://app.example.com/cb/x?session_state=1',
    'https://app.example.com/cb/x?CODE=1',
  ],
  'https://app.example.com/cb*': [
    'https://app.example.com/cb',
    'https://app.example.com/cbX',
    'https://app.example.com/cb/x',
    'https://app.example.com/c',
  ],
  'https://app.example.com*': [
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com/x',
    'https://app.example.com.evil.example/',
    'https://app.example.com:8443/',
    'https://app.example.com@evil.example/',
  ],
  'https://app.example.com/a*b': ['https://app.example.com/aXb', 'https://app.example.com/a*b'],
  'https://*.example.com/*': ['https://app.example.com/cb', 'https://*.example.com/cb', 'https://example.com/cb'],
  'https://app.example.com/cb?x=*': ['https://app.example.com/cb?x=1', 'https://app.example.com/cb?x=*'],
  'https://app.example.com/cb#*': ['https://app.example.com/cb', 'https://app.example.com/cb#x'],
  '*': ['https://anything.example/x', 'http://anything.example/x', 'myapp://cb', 'javascript:alert(1)'],
  'http://localhost/cb': [
    'http://localhost/cb',
    'http://localhost:8080/cb',
    'http://localhost:1/cb',
    'http://127.0.0.1:8080/cb',
    'http://[::1]:8080/cb',
    'https://localhost:8080/cb',
    'http://localhost:8080/cb/',
    'http://LOCALHOST:8080/cb',
    'http://localhost.evil.example:8080/cb',
  ],
  'http://127.0.0.1/cb': ['http://127.0.0.1:8080/cb', 'http://localhost:8080/cb', 'http://127.0.0.2:8080/cb'],
  'http://[::1]/cb': ['http://[::1]:8080/cb'],
  'http://localhost:8080/cb': ['http://localhost:8080/cb', 'http://localhost:8081/cb', 'http://localhost/cb'],
  'http://localhost/cb/*': ['http://localhost:8080/cb/x', 'http://localhost:8080/cb'],
  'http://localhost:*/cb': ['http://localhost:8080/cb', 'http://localhost/cb'],
  'http://localhost*': ['http://localhost:8080/cb', 'http://localhost/cb', 'http://localhost.evil.example/'],
  'myapp://cb': ['myapp://cb', 'myapp://cb/', 'myapp:cb'],
  'myapp:*': ['myapp://cb', 'myapp:/x'],
};

/** @type {import('./world.mjs').Chapter} */
export const redirectUris = {
  title: 'Redirect URIs: registered and asked for',
  about: 'Refused is always the 400 page “Invalid parameter: redirect_uri”. Accepted is the sign-in page.',
  async run(world) {
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    for (const [registered, asked] of Object.entries(PAIRS)) {
      const client = await world
        .spareClient({ redirectUris: [registered] })
        .catch((error) => String(error.message).replace(/^.*answered /, ''));
      if (typeof client === 'string') {
        rows.push([`\`${registered}\``, `cannot be registered: ${client}`]);
        continue;
      }
      /** @type {Record<'accepted' | 'refused', string[]>} */
      const sorted = { accepted: [], refused: [] };
      for (const uri of asked) {
        const step = await world.anew().open(world.authorizationUrl({ client_id: client.clientId, redirect_uri: uri }));
        sorted['page' in step && isLoginPage(step.page) ? 'accepted' : 'refused'].push(`\`${uri}\``);
      }
      rows.push([`\`${registered}\` accepts`, sorted.accepted.join(' ') || 'none of those tried']);
      rows.push([`\`${registered}\` refuses`, sorted.refused.join(' ') || 'none of those tried']);
    }
    return rows;
  },
};
