import { fingerprint, type TokenSet } from '@sipgate-kit/core';
import type { Exchange } from '../recorder.ts';
import type { Step } from '../step.ts';

/** RFC 6749 §6; rotation: RFC 9700 §4.14. */
export async function refreshStep(before: TokenSet, after: TokenSet, { request, answer }: Exchange): Promise<Step> {
  const [old, fresh] = await Promise.all([before, after].map(({ refreshToken = '' }) => fingerprint(refreshToken)));
  return {
    title: 'The refresh',
    explanation:
      'The access token lives for minutes only. Before it ends, the refresh token gets the next pair, without the person.',
    request,
    answer,
    remember: [
      old === fresh
        ? 'This login kept the refresh token. sipgate gives a new one every time: always keep what came.'
        : `The refresh token was rotated: ${old} is spent, ${fresh} is its successor. Keep the new one before you use anything of the answer.`,
      'Whoever uses a spent one ends the whole sign-in, for the newest token, too. So two processes must never refresh at once: that is what a token manager is for.',
    ],
  };
}
