import type { Exchange } from '../recorder.ts';
import type { Step } from '../step.ts';

/** RFC 7009. */
export function signOutStep({ request, answer }: Exchange, refusal: string | undefined): Step {
  return {
    title: 'Signing out',
    explanation:
      'The application tells the login that it needs the tokens no more. Throwing them away would leave them alive for weeks.',
    request,
    answer,
    remember: [
      refusal === undefined
        ? 'This login still refreshes it, though: that is not as it should be.'
        : `Tried at once: ${refusal}`,
      'An access token that is out already goes on until it ends by itself, minutes later.',
      'The consent of the person stays, so that the next sign-in does not ask again.',
    ],
  };
}
