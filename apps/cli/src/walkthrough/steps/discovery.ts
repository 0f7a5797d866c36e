import type { Provider } from '@sipgate-kit/core';
import type { Exchange } from '../recorder.ts';
import type { Step } from '../step.ts';

/** Of a long document, what the rest of the way needs. */
const USED = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'revocation_endpoint',
  'code_challenge_methods_supported',
  'authorization_response_iss_parameter_supported',
];

/** OpenID Connect Discovery; RFC 8414. */
export function discoveryStep({ issuer }: Provider, { request, answer }: Exchange): Step {
  return {
    title: 'Where is the login, and what can it do?',
    explanation:
      'Every login describes itself at a fixed address below its issuer. A program may read that once, or know the addresses beforehand.',
    request,
    answer: { line: `${answer.line}; of it`, rows: answer.rows.filter(({ name }) => USED.includes(name)) },
    remember: [
      `The issuer, ${issuer}, is the login's name: everything that follows has to come from it.`,
      'A realm is a login of its own: an OAuth client is known in one realm only.',
    ],
  };
}
