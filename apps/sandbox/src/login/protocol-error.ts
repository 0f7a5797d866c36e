import type { SandboxClient } from '../clients.ts';
import { withCors } from '../cors.ts';
import type { RealmContext } from './realm.ts';
import { judgeOrigin } from './redirect-matching.ts';

/** An OAuth error answer with Keycloak's words. */
export class ProtocolError extends Error {
  readonly status: number;
  readonly error: string;
  readonly description: string | undefined;

  constructor(status: number, error: string, description?: string) {
    super(description ?? error);
    this.status = status;
    this.error = error;
    this.description = description;
  }

  toResponse(): Response {
    const description = this.description === undefined ? {} : { error_description: this.description };
    return Response.json({ error: this.error, ...description }, { status: this.status });
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

/** Told by an endpoint which client asks, as soon as that is known. Throws 403 for a page the client does not list. */
export type NowKnown = (client: SandboxClient) => void;

/**
 * Runs an endpoint that answers in JSON: errors become `{error, error_description}`, nothing is cached. A page may read
 * the answer if its origin is among the client's web origins, or as long as the client is not known; a page of another
 * origin is refused before anything is spent.
 */
export async function answerInJson(
  realm: RealmContext,
  request: Request,
  work: (nowKnown: NowKnown) => Promise<Response>,
): Promise<Response> {
  const origin = request.headers.get('origin');
  let refusedOrigin = false;
  const nowKnown: NowKnown = (client) => {
    if (origin === null) return;
    const { allowed, remark } = judgeOrigin(realm.rules.redirectMatching, client, origin);
    if (remark !== undefined) realm.remarks.add(request, remark);
    refusedOrigin = !allowed;
    if (refusedOrigin) throw new ProtocolError(403, 'Invalid origin');
  };
  const response = await work(nowKnown).catch((error: unknown) => {
    if (!(error instanceof ProtocolError)) throw error;
    return error.toResponse();
  });
  for (const [name, value] of ANSWER_HEADERS) response.headers.set(name, value);
  return origin === null || refusedOrigin ? response : withCors(response, origin);
}

const ANSWER_HEADERS = [
  ['cache-control', 'no-store'],
  ['pragma', 'no-cache'],
  ['referrer-policy', 'no-referrer'],
  // Browsers ignore it over http.
  ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'SAMEORIGIN'],
  ['x-robots-tag', 'none'],
] as const;
