import { SipgateKitError } from '../../errors.ts';

/** Several clients have the name that a description gives, so none is touched. */
export class AmbiguousClientError extends SipgateKitError {
  override readonly name = 'AmbiguousClientError';
  /** Where the description stands: `clients[0].name`. */
  readonly path: string;
  /** The clients that have the name. */
  readonly clientIds: readonly string[];

  constructor(clientName: string, clientIds: readonly string[], path: string) {
    super(
      'client_ambiguous',
      `${clientIds.length} OAuth clients are named ${JSON.stringify(clientName)}: ${clientIds.join(', ')}.`,
      { hint: 'Say which one is meant with clientId. Nothing was changed.' },
    );
    this.path = path;
    this.clientIds = clientIds;
  }
}
