import type { SandboxClient } from '../clients.ts';
import { withCors } from '../web-origins.ts';

/** An OAuth error answer with Keycloak's words. */
export class ProtocolError extends Error {
  readonly status: number;
  readonly error: string;
  readonly description: string;

  constructor(status: number, error: string, description: string) {
    super(description);
    this.status = status;
    this.error = error;
    this.description = description;
  }
}

/** 400 `invalid_grant`. */
export function invalidGrant(description: string): ProtocolError {
  return new ProtocolError(400, 'invalid_grant', description);
}

/** 400 `invalid_request`. */
export function invalidRequest(description: string): ProtocolError {
  return new ProtocolError(400, 'invalid_request', description);
}

/**
 * Runs an endpoint that answers in JSON: errors become `{error, error_description}`, nothing is cached, and pages of the
 * client's web origins may read the answer once the client is known.
 */
export async function answerInJson(
  request: Request,
  work: (nowKnown: (client: SandboxClient) => void) => Promise<Response>,
): Promise<Response> {
  let client: SandboxClient | undefined;
  const response = await work((known) => {
    client = known;
  }).catch((error: unknown) => {
    if (!(error instanceof ProtocolError)) throw error;
    return Response.json({ error: error.error, error_description: error.description }, { status: error.status });
  });
  response.headers.set('cache-control', 'no-store');
  response.headers.set('pragma', 'no-cache');
  return withCors(response, request.headers.get('origin'), client);
}
