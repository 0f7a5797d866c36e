import { SipgateKitError } from '../errors.ts';
import { Secret } from '../secret.ts';

/** An OAuth client as it presents itself to the provider. */
export interface ClientCredentials {
  readonly clientId: string;
  /** Absent for public clients (browser apps). */
  readonly clientSecret?: Secret;
}

/**
 * Wraps id and secret so that the secret cannot be printed by accident.
 *
 * @throws SipgateKitError `invalid_configuration` when the id is empty.
 * @example
 * const client = clientCredentials(process.env.CLIENT_ID, process.env.CLIENT_SECRET);
 */
export function clientCredentials(clientId: string | undefined, clientSecret?: string): ClientCredentials {
  if (!clientId) {
    throw new SipgateKitError('invalid_configuration', 'The OAuth client id is missing.', {
      hint: 'Create a client in the sipgate console and copy its id.',
    });
  }
  return { clientId, ...(clientSecret && { clientSecret: new Secret(clientSecret) }) };
}
