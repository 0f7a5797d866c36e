import type { AuthorizationTransaction } from '@sipgate-kit/core';
import { rowsOf } from '../rows.ts';
import type { Step } from '../step.ts';

/** RFC 6749 §4.1.2, RFC 9207. */
export async function callbackStep(
  { redirectUri, issuer }: AuthorizationTransaction,
  callback: URLSearchParams,
): Promise<Step> {
  const named = callback.get('iss');
  return {
    title: 'The callback',
    explanation:
      'The person has signed in and said yes. The login sends the browser back to the application, with a code instead of tokens: an address ends up in histories and logs.',
    request: { line: `GET ${redirectUri}`, rows: await rowsOf(callback) },
    remember: [
      'First the state: it has to be the one this browser was sent away with. Else somebody slips in a callback of their own.',
      named === null ? 'This login does not say who it is (iss); newer ones do.' : `Then iss: it has to be ${issuer}.`,
      'Had the person said no, error=access_denied would stand here instead of the code.',
    ],
  };
}
