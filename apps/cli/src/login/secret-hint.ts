import { SipgateKitError } from '@sipgate-kit/core';

/** A client that has a secret is refused without it, in words that do not say so. */
export function withSecretHint(error: SipgateKitError): SipgateKitError {
  if (error.code !== 'unknown_client' && error.code !== 'wrong_client_secret') return error;
  return new SipgateKitError(error.code, error.message, {
    hint: 'Check the client id. If the client has a secret, say it, too: sipgate login --client-secret-stdin < secret.txt, or SIPGATE_CLIENT_SECRET.',
  });
}
