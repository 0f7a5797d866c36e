import { defineCommand, type Options } from '../command.ts';

export const options = {
  'client-id': { kind: 'text', value: 'id', summary: 'OAuth client to sign in with; the profile remembers it' },
  'client-secret-stdin': {
    kind: 'flag',
    summary: 'Read the client secret from stdin; without it, SIPGATE_CLIENT_SECRET',
  },
  scope: { kind: 'list', value: 'scope', summary: 'Ask for exactly these scopes; the profile remembers them' },
  'redirect-uri': {
    kind: 'text',
    value: 'url',
    summary: 'As registered at the client; http://127.0.0.1/oauth takes any free port',
  },
  browser: { kind: 'flag', negative: true, summary: 'Only print the address to open, here or on another device' },
  device: { kind: 'flag', summary: 'Show a code to enter in a browser on any device; not every login offers it' },
  wait: {
    kind: 'number',
    value: 'seconds',
    summary: 'Give up after this long; default 300, with --device as long as the code is good',
  },
  pat: { kind: 'flag', summary: 'Use a personal access token: asked for, or two lines on stdin, its id and itself' },
} as const satisfies Options;

export default defineCommand({
  name: 'login',
  summary: 'Sign in with sipgate',
  description:
    'Opens sipgate in your browser and waits on this machine until it comes back. Where the browser runs elsewhere, as with SSH or in a container, paste the address it ended on, or the code in it. ' +
    'Signing in again replaces the earlier sign-in of the profile; --profile with a new name makes that profile.\n' +
    'There is no OAuth client yet? Sign in with --pat, then: sipgate clients create --preset local.',
  options,
  examples: [
    'sipgate login --profile sandbox',
    'sipgate login --client-id 2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e:third-party',
    'sipgate login --scope account:read --scope balance:read',
    'sipgate login --pat < personal-access-token.txt',
  ],
  json: '{ profile, method, person: { id, masterSipId, domain, name, email, company }, clientId, issuer, scopes, accessTokenExpiresAt, refreshTokenExpiresAt }; null where unknown. method: oauth, personal_access_token',
  load: async () => (await import('./login.handler.ts')).default,
});
