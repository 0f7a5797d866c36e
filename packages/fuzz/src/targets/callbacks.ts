import { pastedCallback, readCallback } from '@sipgate-kit/core';
import fc from 'fast-check';
import { hostileText } from '../hostile.ts';
import { holds, refusesWell } from '../promises.ts';
import { target } from '../target.ts';

const NAMES = ['state', 'code', 'iss', 'error', 'error_description', 'error_uri', 'session_state'];
const transaction = {
  state: 'the-state-of-this-sign-in',
  codeVerifier: 'v'.repeat(43),
  nonce: 'nonce',
  redirectUri: 'http://localhost:8080/oauth',
  scopes: ['openid'],
  issuer: 'https://login.example.com',
  clientId: 'client',
  startedAt: 0,
};

const parameters = fc.array(
  fc.tuple(fc.oneof(fc.constantFrom(...NAMES), hostileText()), hostileText(transaction.state)),
  {
    maxLength: 6,
  },
);

export const callbacks = [
  target({
    name: 'callback parameters',
    promise: 'a parameter that comes twice is refused, and what is shown is one line',
    input: parameters,
    async check(pairs) {
      const query = new URLSearchParams(pairs);
      const callback = await refusesWell(() => readCallback(query));
      if (callback === undefined) return;
      for (const name of NAMES) holds(query.getAll(name).length < 2, `${name} came twice and was taken`);
      holds(callback.state !== '', 'a callback without a state was taken');
      for (const shown of [callback.error ?? '', callback.errorDescription ?? '']) {
        holds(!/[\p{Cc}\u2028\u2029]/u.test(shown), `control characters in ${JSON.stringify(shown)}`);
        holds(shown.length <= 200, `${shown.length} characters of a stranger's text`);
      }
    },
  }),
  target({
    name: 'pasted callback',
    promise: 'what a person pastes is a callback of this sign-in, a bare code, or refused',
    input: fc.oneof(
      hostileText(`state=${transaction.state}`, 'http://localhost:8080/oauth?', 'code=abc'),
      parameters.map((pairs) => `http://localhost:8080/oauth?${new URLSearchParams(pairs)}`),
    ),
    async check(text) {
      const found = await refusesWell(() => pastedCallback(text, transaction));
      if (found !== undefined) holds(found.get('state') === transaction.state, "another sign-in's state was taken");
    },
  }),
];
