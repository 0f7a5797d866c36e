import { SipgateKitError } from '../errors.ts';

/**
 * The client was created, but its secret could not be read. Do not create it again: `clientId` names it. `code` and
 * `cause` say why reading failed; often the token may write OAuth clients but not read them.
 *
 * @example
 * if (error instanceof CreatedClientError) console.error(`Created: ${error.clientId}`);
 */
export class CreatedClientError extends SipgateKitError {
  override readonly name = 'CreatedClientError';
  readonly clientId: string;

  constructor(clientId: string, cause: unknown) {
    const reason = cause instanceof SipgateKitError ? cause : undefined;
    super(
      reason?.code ?? 'internal_error',
      `The OAuth client ${clientId} was created, but its secret could not be read.`,
      {
        hint: `Do not create it again; read it by its id. ${reason?.hint ?? ''}`.trimEnd(),
        cause,
      },
    );
    this.clientId = clientId;
  }
}
