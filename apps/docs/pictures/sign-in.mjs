/** A sign-in through the callback server. @type {import('./sequence-picture.mjs').Sequence} */
export const signIn = {
  label:
    'A sign-in: the browser asks the callback server, which sends it to sipgate; it comes back with a code, which the server trades for tokens that go into the vault.',
  actors: [
    { id: 'browser', name: 'Browser', note: 'of a person' },
    { id: 'server', name: 'Callback server', note: 'your machine', ours: true },
    { id: 'vault', name: 'Vault', note: 'sealed', ours: true },
    { id: 'sipgate', name: 'sipgate', note: 'login and REST API' },
  ],
  steps: [
    { from: 'browser', to: 'server', text: 'GET /login', says: 'The person presses “Sign in with sipgate”.' },
    {
      from: 'server',
      to: 'vault',
      text: 'transaction',
      says: 'The server makes a state, a PKCE verifier and a nonce, and keeps them, sealed, for ten minutes.',
    },
    {
      from: 'server',
      to: 'browser',
      text: '303 and one cookie',
      kind: 'answer',
      says: 'The browser gets a cookie for this one sign-in, and is sent to sipgate.',
    },
    {
      from: 'browser',
      to: 'sipgate',
      text: 'password and consent',
      says: 'The person signs in at sipgate and allows what was asked for. Your product never sees the password.',
    },
    {
      from: 'sipgate',
      to: 'browser',
      text: '302 with code, state, iss',
      kind: 'answer',
      says: 'sipgate sends the browser back with a code that is good once, and for a short time.',
    },
    {
      from: 'browser',
      to: 'server',
      text: 'code, state, cookie',
      says: 'The callback: no parameter may come twice, and the cookie has to fit the state.',
    },
    {
      from: 'server',
      to: 'vault',
      text: 'take the transaction',
      says: 'The transaction is taken out of the vault, once, atomically. A second callback finds nothing.',
    },
    {
      from: 'server',
      to: 'sipgate',
      text: 'code, verifier, secret',
      says: 'Age and issuer are checked; then the code is traded, from server to server.',
    },
    {
      from: 'sipgate',
      to: 'server',
      text: 'tokens',
      kind: 'answer',
      says: 'An access token for five minutes, a refresh token, and an ID token that says who it is.',
    },
    {
      from: 'server',
      to: 'vault',
      text: 'connection',
      mood: 'good',
      says: 'The connection is stored, sealed, before anything uses it.',
    },
    {
      from: 'server',
      to: 'browser',
      text: '303 to a clean address',
      kind: 'answer',
      mood: 'good',
      says: 'The browser gets a session, and an address without code and state. Tokens stay on the server.',
    },
  ],
};
