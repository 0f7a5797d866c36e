import { SipgateKitError } from '@sipgate-kit/core';

/** Secrets that are handed to what is tried: none of them may turn up in what it says. */
export const CANARIES = [
  'CANARY-client-secret-7f3a',
  'CANARY-refresh-token-91bc',
  'CANARY-code-55de',
  'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJDQU5BUlktYWNjZXNzLXRva2VuIn0.c2lnbmF0dXJlLW9mLXRoaXM',
] as const;

/** Fails with what was broken. */
export function holds(condition: boolean, broken: string): asserts condition {
  if (!condition) throw new Error(broken);
}

/**
 * Runs `work`, and lets it fail in the kit's own way only: a typed error with a next step, one line, no secret in it.
 *
 * @returns what it gave back, or nothing when it refused
 */
export async function refusesWell<Result>(work: () => Result | Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    const { message, hint, code } = error;
    holds(message.length > 0 && hint.length > 0, `${code} says nothing`);
    saysNoSecret(`${message} ${hint} ${JSON.stringify(error)}`);
    return undefined;
  }
}

/** Nothing secret is in a text. */
export function saysNoSecret(text: string): void {
  for (const canary of CANARIES) holds(!text.includes(canary), `a secret is in: ${text}`);
}
