import { type ErrorCode, SipgateKitError } from '@sipgate-kit/core';
import type { Operation } from '@sipgate-kit/core/operations';
import { type Context, Hono } from 'hono';
import { endsSession } from '../account.ts';
import { answerWithProblem, problemAnswer } from '../problem.ts';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';
import { missingScope, stepUpPath } from '../step-up.ts';
import { allowedOperation, type ProxyAllowance } from './allowance.ts';
import { BodyTooLarge, limitedBody } from './limited-body.ts';
import { assertOwnPage } from './own-page.ts';

/** What goes on to the API. Cookies and credentials of the browser do not. */
const REQUEST_HEADERS = ['accept', 'accept-language', 'content-type', 'if-match', 'if-none-match', 'range'];

/** What comes back. Cookies, credentials and everything that belongs to one connection only stay behind. */
const RESPONSE_HEADERS = [
  'content-type',
  'content-language',
  'content-disposition',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'retry-after',
];

/** A recording or a fax is the largest thing one sends. */
const LARGEST_REQUEST_BYTES = 20 * 1024 * 1024;
const LARGEST_RESPONSE_BYTES = 100 * 1024 * 1024;

/** From the first byte to the last. Duration in milliseconds. */
const TIMEOUT_MS = 60_000;

const BODYLESS = ['GET', 'HEAD'];

/**
 * `/api/*`: the REST API for pages of our own origin. The access token is added here and never reaches the browser; only
 * the operations on the list pass, and only for a person who is signed in. What the API answers is handed on as it is, but
 * for a 403 whose reason is known: the person has not granted a scope, and learns where they can.
 */
export function apiProxy(server: ServerContext, allowance: ProxyAllowance) {
  const { configuration, origin, paths, presences, manager, vault, log } = server;
  const app = new Hono<Env>();
  app.onError(problemAnswer(log, (error) => (error instanceof BodyTooLarge ? 413 : undefined)));
  return app.all(`${paths.api}/*`, async (c) => {
    const { method } = c.req;
    assertOwnPage(c, origin);
    const { pathname, search } = new URL(c.req.url);
    const path = pathname.slice(paths.api.length);
    const operation = allowedOperation(allowance, method, path);
    if (operation === undefined) throw notOnTheList();
    const presence = await presences.of(c.req.raw);
    if (presence.status !== 'signed-in') return signInFirst(c);
    const request = outgoing(c, `${configuration.apiUrl}${path}${search}`);
    try {
      const response = await manager.forConnection(presence.connection.id).fetch(request);
      const lacking = response.status === 403 ? await lackingScope(presence.connection.id, operation) : undefined;
      if (lacking === undefined) return handedOn(response);
      await response.body?.cancel();
      return grantFirst(c, lacking);
    } catch (error) {
      if (endsSession(error)) return signInFirst(c);
      throw failureOf(error, request.signal);
    }
  });

  function signInFirst(c: Context<Env>): Response {
    const error = new SipgateKitError('needs_login', 'Nobody is signed in in this browser.', {
      hint: `Send the browser to ${paths.login}?return_to=…, and repeat the request afterwards.`,
    });
    return answerWithProblem(c, error, 401, { login: paths.login });
  }

  async function lackingScope(connectionId: string, operation: Operation): Promise<string | undefined> {
    const connection = await vault.connections.read(connectionId);
    return connection && missingScope(operation, connection.tokenSet.scopes);
  }

  function grantFirst(c: Context<Env>, scope: string): Response {
    const login = stepUpPath(paths, scope);
    const error = new SipgateKitError('insufficient_scope', `The person has not granted the scope ${scope}.`, {
      hint: `Send the browser to ${login}&return_to=…, where they can, and repeat the request afterwards.`,
    });
    return answerWithProblem(c, error, 403, { needs: scope, login });
  }
}

function outgoing(c: Context, url: string): Request {
  const { method, raw } = c.req;
  const headers = new Headers();
  for (const name of REQUEST_HEADERS) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  if (Number(c.req.header('content-length') ?? 0) > LARGEST_REQUEST_BYTES) throw new BodyTooLarge('request');
  const signal = AbortSignal.any([raw.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const body = BODYLESS.includes(method) ? null : limitedBody(raw.body, LARGEST_REQUEST_BYTES, 'request');
  return new Request(url, { method, headers, signal, ...(body !== null && { body, duplex: 'half' }) });
}

function handedOn(response: Response): Response {
  const { status } = response;
  if (status >= 300 && status < 400 && status !== 304) {
    throw new SipgateKitError('api_error', 'The API answered with a redirect, which is not followed.', {
      hint: 'Check SIPGATE_KIT_API_URL.',
    });
  }
  const headers = new Headers();
  for (const name of RESPONSE_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(limitedBody(response.body, LARGEST_RESPONSE_BYTES, 'answer'), { status, headers });
}

function notOnTheList(): SipgateKitError {
  return new SipgateKitError('forbidden', 'This operation is not on the list of those that pages may use.', {
    hint: 'Add its scope or its operation id to SIPGATE_KIT_API_PROXY, if pages should be able to do this.',
  });
}

/** What went wrong on the way to the API. */
function failureOf(error: unknown, signal: AbortSignal): unknown {
  const code: ErrorCode = signal.aborted ? 'request_timeout' : 'api_unavailable';
  const known = findKnown(error);
  if (known !== undefined && known.code !== 'request_aborted') return known;
  return new SipgateKitError(
    code,
    code === 'request_timeout' ? 'The API took too long.' : 'The API cannot be reached.',
    {
      hint: 'Try again in a while. After anything but GET, look first whether it was carried out all the same.',
      retryable: true,
    },
  );
}

/** An error of ours, also as the reason why a request could not be sent. */
function findKnown(error: unknown): SipgateKitError | undefined {
  if (error instanceof SipgateKitError) return error;
  return error instanceof Error && error.cause instanceof SipgateKitError ? error.cause : undefined;
}
