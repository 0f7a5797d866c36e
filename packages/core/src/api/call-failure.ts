import { SipgateKitError } from '../errors.ts';
import { networkFailure } from '../network-failure.ts';
import { ApiError } from './api-error.ts';
import type { Called } from './calls.ts';
import type { Deadline } from './deadline.ts';

/** The typed error for a call that ended without an answer. After a POST nobody knows whether it was carried out. */
export async function failureOf(
  operation: Called,
  error: unknown,
  deadline: Deadline,
  { timeoutMs, baseUrl }: { readonly timeoutMs: number; readonly baseUrl: string },
): Promise<unknown> {
  const repeatable = operation.method !== 'POST';
  const repeat = repeatable ? 'Call again' : 'It may have been carried out all the same: look before you call again';
  switch (deadline.reached()) {
    case 'abort':
      return new ApiError('request_aborted', operation, 'was aborted by its caller.', { hint: `${repeat}.` });
    case 'time-out':
      return new ApiError('request_timeout', operation, `was not answered within ${timeoutMs / 1000} s.`, {
        hint: `${repeat}, or allow more time with timeoutMs.`,
        retryable: repeatable,
      });
  }
  if (error instanceof SipgateKitError) return error;
  const { reason, hint = 'Check network, proxy and API URL.', neverSent } = await networkFailure(error, baseUrl);
  const what = neverSent ? 'could not be sent' : 'could not be sent or answered';
  return new ApiError('api_unavailable', operation, `${what}${reason === undefined ? '' : `: ${reason}`}.`, {
    hint: `${hint} ${neverSent ? 'Nothing was sent' : repeat}.`,
    retryable: repeatable || neverSent,
  });
}
