#!/usr/bin/env node
/** A browser for programs: opens the address it is given on the sandbox, signs in as Alice, and follows the way back. */
const [authorizationUrl = ''] = process.argv.slice(2);
const answer = await fetch(new URL('/__sandbox/sign-in', authorizationUrl), {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ authorizationUrl, username: 'alice', password: 'sandbox' }),
});
const { callbackUrl } = await answer.json();
await fetch(callbackUrl);
