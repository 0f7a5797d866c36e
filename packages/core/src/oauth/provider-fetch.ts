import { jsonObjectIn } from '../json-object.ts';
import { unverifiedPayload } from '../jwt-payload.ts';
import { networkFailure } from '../network-failure.ts';
import { retryAfter } from '../retry-after.ts';
import type { Clock } from '../runtime.ts';
import { createProviderClock } from './provider-clock.ts';
import { ProviderError } from './provider-error.ts';
import { PROVIDER_TIMEOUT_MS, type ProviderRequestOptions } from './provider-request-options.ts';

/** An honest answer of these endpoints has a few kilobytes. */
const LARGEST_ANSWER_BYTES = 256 * 1024;

/** The part of a request that callers of {@link providerFetch} decide. */
export interface ProviderRequestInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
}

/**
 * A `fetch` fit for token endpoints: never follows a redirect (it would post the secret elsewhere), ends after the
 * time-out, reads at most 256 kB, learns the provider's time (from the `Date` header, and from an ID token in the answer),
 * and turns everything that is no usable answer into a {@link ProviderError} that says
 * whether the request may have reached the provider.
 */
export function providerFetch(
  options: ProviderRequestOptions,
): (url: string, init: ProviderRequestInit) => Promise<Response> {
  const send = options.fetch ?? globalThis.fetch;
  const clock = options.clock ?? createProviderClock(options.now);
  const timeoutMs = options.timeoutMs ?? PROVIDER_TIMEOUT_MS;
  return async (url, { method, headers, body }) => {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    const sentAt = clock.local();
    try {
      const response = await send(url, {
        method,
        headers,
        redirect: 'manual',
        signal: options.signal ? AbortSignal.any([timeout.signal, options.signal]) : timeout.signal,
        ...(body !== undefined && { body }),
      });
      const answer = await readLimited(response);
      const learn = (instant: number) => clock.observe(instant, (sentAt + clock.local()) / 2);
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) learn(date);
      const usable = usableAnswer(response, answer, clock.local);
      const issuedAt = usable.ok ? issueInstantIn(answer) : undefined;
      if (issuedAt !== undefined) learn(issuedAt);
      return usable;
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      if (options.signal?.aborted) throw aborted();
      throw await transportError(error, url, timeout.signal.aborted, timeoutMs);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** At most 256 kB of an answer. @throws ProviderError `malformed_response` when there is more. */
export async function readLimited(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > LARGEST_ANSWER_BYTES) {
      await reader?.cancel();
      throw malformed(response.status, `more than ${LARGEST_ANSWER_BYTES / 1024} kB`);
    }
    chunks.push(part.value);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

function usableAnswer(response: Response, body: Uint8Array<ArrayBuffer>, now: Clock): Response {
  const { status } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw malformed(status, 'a redirect');
  }
  if (status === 429 || status >= 500) {
    const retryAfterMs = retryAfter(response.headers, now);
    throw new ProviderError('provider_unavailable', `The provider answered with status ${status}.`, {
      status,
      requestSent: true,
      retryable: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      hint: 'Try again later; nothing was lost.',
    });
  }
  const json = /^application\/(?:[\w.+-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '');
  if (!json && body.byteLength > 0) throw malformed(status, 'something other than JSON');
  const headers = new Headers(response.headers);
  // oauth4webapi prefers the challenge over the JSON body, but only the body says what is wrong.
  if (json) headers.delete('www-authenticate');
  const empty = status === 204 || status === 205;
  return new Response(empty ? null : body, { status, headers });
}

/** When the ID token in an answer was issued, milliseconds since the epoch; nothing else in it is looked at. */
function issueInstantIn(answer: Uint8Array): number | undefined {
  const { id_token: idToken } = jsonObjectIn(new TextDecoder().decode(answer));
  const iat = typeof idToken === 'string' ? unverifiedPayload(idToken)?.['iat'] : undefined;
  return typeof iat === 'number' ? iat * 1000 : undefined;
}

function aborted(): ProviderError {
  return new ProviderError('request_aborted', 'The request to the provider was aborted by the caller.', {
    requestSent: true,
    retryable: true,
    hint: 'Call again when you want the result.',
  });
}

function malformed(status: number, what: string): ProviderError {
  return new ProviderError('malformed_response', `The provider answered with ${what} (status ${status}).`, {
    status,
    requestSent: true,
    hint: "Check the endpoint URLs: sipgate's are below https://login.sipgate.com/auth/realms/.",
  });
}

/** Why a request failed before there was an answer, and whether it may have arrived all the same. */
export async function transportError(
  error: unknown,
  url: string,
  timedOut: boolean,
  timeoutMs: number,
): Promise<ProviderError> {
  const { reason, hint, neverSent } = await networkFailure(error, url);
  const requestSent = timedOut || !neverSent;
  const what = timedOut
    ? `did not answer within ${timeoutMs / 1000} s`
    : `could not be reached${reason === undefined ? '' : `: ${reason}`}`;
  return new ProviderError('provider_unreachable', `The provider ${what}.`, {
    requestSent,
    retryable: true,
    hint: requestSent
      ? `${hint ?? 'Check the network.'} The request may have reached the provider all the same.`
      : `${hint ?? 'Check the network.'} The request was not sent.`,
  });
}
