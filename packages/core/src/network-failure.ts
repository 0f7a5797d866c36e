import { networkCause } from './network-cause.ts';
import { ProxyError } from './proxy-error.ts';

/** Why a request got no answer, for people. */
export interface NetworkFailure {
  /** To stand after a colon, without a full stop: `nobody listens at 127.0.0.1:8090 (ECONNREFUSED)`. */
  readonly reason?: string;
  /** What to do about it, in whole sentences. */
  readonly hint?: string;
  /** Whether the request certainly never left. */
  readonly neverSent: boolean;
}

/**
 * Explains what a `fetch` to `url` threw.
 *
 * @example
 * (await networkFailure(error, 'https://api.sipgate.com/v2')).reason; // 'there is no host api.sipgate.com (ENOTFOUND)'
 */
export async function networkFailure(error: unknown, url: string): Promise<NetworkFailure> {
  if (error instanceof ProxyError) {
    return { reason: lowerFirst(error.message).replace(/\.$/, ''), hint: error.hint, neverSent: true };
  }
  const code = networkCause(error);
  if (code === undefined) return { ...refusedToPages(url), neverSent: false };
  return (await import('./network-codes.ts')).explainNetworkCode(code, new URL(url).host);
}

/** A browser tells a page neither that the network is down nor that a server does not answer pages of its origin. */
function refusedToPages(url: string): { hint?: string } {
  const { origin } = globalThis.location ?? {};
  if (origin === undefined || origin === new URL(url).origin) return {};
  const who = new URL(url).host;
  return {
    hint: `Check the network. If it is fine, ${who} may not let this page read its answers: add ${origin} to the web origins of the OAuth client.`,
  };
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
