import { type Fetch, isLoopbackHost, SipgateKitError } from '@sipgate-kit/core';

/** It is on this machine: it answers soon or not at all. A duration in milliseconds. */
const TIMEOUT_MS = 3_000;

/** Whether a sandbox runs at this origin. Others than this machine are never asked. */
export async function runsAt(origin: string, fetch: Fetch): Promise<boolean> {
  if (!isLoopbackHost(new URL(origin).hostname)) return false;
  try {
    const response = await fetch(`${origin}/__sandbox/clock`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const clock: unknown = await response.json();
    return response.ok && typeof clock === 'object' && clock !== null && 'now' in clock;
  } catch {
    return false;
  }
}

/**
 * Lets the sandbox play a person who signs in with a browser and grants what is asked for.
 *
 * @returns where the browser would go then.
 * @throws SipgateKitError `authorization_failed` with the page on which it ended.
 */
export async function signInAtSandbox(
  origin: string,
  authorizationUrl: URL,
  username: string,
  fetch: Fetch,
): Promise<URL> {
  const response = await fetch(`${origin}/__sandbox/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ authorizationUrl: authorizationUrl.href, username }),
  });
  const { callbackUrl, detail } = (await response.json()) as { callbackUrl?: string; detail?: string };
  if (callbackUrl !== undefined) return new URL(callbackUrl);
  throw new SipgateKitError('authorization_failed', `The sandbox let nobody in: ${detail ?? response.status}`, {
    hint: 'Update @sipgate-kit/sandbox if it is older than this program; `sipgate doctor` looks at client and redirect URI.',
  });
}
