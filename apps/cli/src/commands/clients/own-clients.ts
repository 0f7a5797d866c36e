import { createOAuthClients, type OAuthClients } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { connect } from '../../session/connect.ts';

/** The OAuth clients of whoever is signed in. @throws SipgateKitError `not_signed_in`. */
export async function ownClients(cli: Cli): Promise<OAuthClients> {
  return createOAuthClients(await connect(cli));
}
