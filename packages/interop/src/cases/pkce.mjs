/** @module PKCE (RFC 7636), at both endpoints */
import { invalidGrant, refusal, SIGN_IN_PAGE, TOKENS } from '../notation.mjs';
import { challenge, verifier } from '../protocol.mjs';
import { authorizing, exchanging } from './case.mjs';

const good = challenge(verifier());
const plain = verifier();
const enforced = /** @type {const} */ ({ requiredPkceMethod: 'S256' });

/** @param {string} description */
const refused = (description) => refusal('invalid_request', description);

/** @type {import('./case.mjs').Chapter} */
export const pkce = {
  title: 'PKCE',
  cases: [
    authorizing('pkce/absent', 'none, client does not ask for it', {}, SIGN_IN_PAGE),
    authorizing('pkce/method-absent', 'challenge without method', { code_challenge: good }, SIGN_IN_PAGE),
    authorizing(
      'pkce/challenge-absent',
      'method without challenge',
      { code_challenge_method: 'S256' },
      refused('Missing parameter: code_challenge'),
    ),
    authorizing(
      'pkce/challenge-short',
      'challenge of 20 characters',
      { code_challenge: good.slice(0, 20), code_challenge_method: 'S256' },
      refused('Invalid parameter: code_challenge'),
    ),
    authorizing(
      'pkce/challenge-long',
      'challenge of 129 characters',
      { code_challenge: 'x'.repeat(129), code_challenge_method: 'S256' },
      refused('Invalid parameter: code_challenge'),
    ),
    authorizing(
      'pkce/challenge-with-space',
      'challenge with a space',
      { code_challenge: `${good.slice(1)} `, code_challenge_method: 'S256' },
      refused('Invalid parameter: code_challenge'),
    ),
    authorizing(
      'pkce/method-unknown',
      'method unknown',
      { code_challenge: good, code_challenge_method: 'S512' },
      refused('Invalid parameter: code_challenge_method'),
    ),
    authorizing(
      'pkce/method-plain',
      'method plain',
      { code_challenge: good, code_challenge_method: 'plain' },
      SIGN_IN_PAGE,
    ),
    authorizing(
      'pkce/enforced-absent',
      'client asks for S256: none',
      {},
      refused('Missing parameter: code_challenge_method'),
      enforced,
    ),
    authorizing(
      'pkce/enforced-method-absent',
      'client asks for S256: challenge without method',
      { code_challenge: good },
      refused('Missing parameter: code_challenge_method'),
      enforced,
    ),
    authorizing(
      'pkce/enforced-challenge-absent',
      'client asks for S256: method without challenge',
      { code_challenge_method: 'S256' },
      refused('Missing parameter: code_challenge'),
      enforced,
    ),
    authorizing(
      'pkce/enforced-plain',
      'client asks for S256: method plain',
      { code_challenge: good, code_challenge_method: 'plain' },
      refused('Invalid parameter: code challenge method is not matching the configured one'),
      enforced,
    ),
    {
      id: 'pkce/verifier-absent',
      about: 'verifier missing at the token endpoint',
      async ask(world) {
        const granted = await world.grant();
        return {
          'verifier missing': await world.exchange(granted, { code_verifier: undefined }),
          'then with the right verifier, same code': await world.exchange(granted),
        };
      },
      expected: {
        'verifier missing': invalidGrant('PKCE code verifier not specified'),
        'then with the right verifier, same code': invalidGrant('Code not valid'),
      },
    },
    {
      id: 'pkce/verifier-other',
      about: 'another verifier',
      async ask(world) {
        const granted = await world.grant();
        return {
          'another verifier': await world.exchange(granted, { code_verifier: verifier() }),
          'then with the right verifier, same code': await world.exchange(granted),
        };
      },
      expected: {
        'another verifier': invalidGrant('PKCE verification failed: Code mismatch'),
        'then with the right verifier, same code': invalidGrant('Code not valid'),
      },
    },
    exchanging(
      'pkce/verifier-empty',
      'verifier empty',
      { code_verifier: '' },
      invalidGrant('PKCE verification failed: Invalid code verifier'),
    ),
    exchanging(
      'pkce/verifier-short',
      'verifier of 20 characters',
      { code_verifier: 'x'.repeat(20) },
      invalidGrant('PKCE verification failed: Invalid code verifier'),
    ),
    exchanging(
      'pkce/verifier-with-space',
      'verifier with a space',
      { code_verifier: `${'x'.repeat(50)} ` },
      invalidGrant('PKCE verification failed: Invalid code verifier'),
    ),
    exchanging(
      'pkce/verifier-unasked',
      'verifier, but no challenge was sent',
      {},
      invalidGrant('PKCE code verifier specified but challenge not present in authorization'),
      { signIn: { code_challenge: undefined, code_challenge_method: undefined } },
    ),
    exchanging(
      'pkce/plain-verifier',
      'challenge without method, verifier equal to it',
      { code_verifier: plain },
      TOKENS,
      { signIn: { code_challenge: plain, code_challenge_method: undefined } },
    ),
    exchanging(
      'pkce/plain-verifier-hashed',
      'challenge without method, its S256 verifier',
      { code_verifier: plain },
      invalidGrant('PKCE verification failed: Code mismatch'),
      { signIn: { code_challenge: challenge(plain), code_challenge_method: undefined } },
    ),
    exchanging(
      'pkce/enforced-verifier-absent',
      'client asks for S256: verifier missing',
      { code_verifier: undefined },
      invalidGrant('PKCE code verifier not specified'),
      { settings: enforced },
    ),
  ],
};
