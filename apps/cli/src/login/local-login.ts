import { discoverProvider, isLoopbackHost, type Provider, ProviderError, SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';

/** It answers at once or not at all: it is on this machine. A duration in milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * Asks a login on this machine, such as the sandbox's, whether it is there, before a browser is sent to nowhere.
 *
 * @throws SipgateKitError `provider_unreachable`, with how to start the sandbox.
 */
export async function assertLocalLoginRuns({ issuer }: Provider, cli: Cli): Promise<void> {
  const { hostname, origin } = new URL(issuer);
  if (!isLoopbackHost(hostname)) return;
  try {
    await discoverProvider(issuer, { fetch: await cli.fetch(), timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.code !== 'provider_unreachable') return;
    throw new SipgateKitError('provider_unreachable', `Nothing answers at ${origin}, where the login should be.`, {
      hint: 'Start the sandbox in another terminal, with sipgate sandbox; then sign in again.',
      retryable: true,
    });
  }
}
