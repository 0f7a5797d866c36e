import type { Logger } from '@sipgate-kit/callback-server';
import { ApiError, SipgateKitError } from '@sipgate-kit/core';
import { errorCatalogue } from '@sipgate-kit/core/error-catalogue';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { page } from './page.tsx';
import { type Env, isSignedOut, signInPath } from './visitor.ts';

/** Turns whatever a page throws into one that says what happened and what to do. */
export function failurePage(logger: Logger) {
  return function failurePage(thrown: Error, c: Context<Env>): Response | Promise<Response> {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    const here = c.req.method === 'GET' ? `${c.req.path}${new URL(c.req.url).search}` : c.req.path;
    if (isSignedOut(thrown)) return c.redirect(signInPath(here), 303);
    const error = thrown instanceof SipgateKitError ? thrown : unexpected(thrown);
    logger.warn({ code: error.code, reason: error.message }, 'a page failed');
    const { title } = errorCatalogue[error.code];
    const content = (
      <>
        <h1>{error.code === 'not_found' ? 'Not there any more' : title}</h1>
        <Failure error={error} returnTo={here} />
        <p class="actions">
          <a class="button second" href="/clients">
            To the OAuth clients
          </a>
        </p>
      </>
    );
    return page(c, { title, status: statusOf(error), content });
  };
}

/** What went wrong, and the way on where there is one. */
export function Failure({ error, returnTo }: { error: SipgateKitError; returnTo: string }) {
  if (isSignedOut(error)) {
    return (
      <Notice>
        <p>Your sign-in has ended, so nothing was sent. What you typed is kept.</p>
        <p>
          <a href={signInPath(returnTo)} target="_blank" data-same-tab rel="noopener">
            Sign in again
          </a>
          , then send the form once more.
        </p>
      </Notice>
    );
  }
  if (error instanceof ApiError && error.code === 'insufficient_scope') {
    const [scope] = error.neededScopes;
    return (
      <Notice>
        <p>
          You have not allowed this application <code>{scope}</code>, which this needs.
        </p>
        <p>
          <a href={signInPath(returnTo, scope)}>Allow it at sipgate</a>. If you have already, the account&apos;s product
          lacks the feature.
        </p>
      </Notice>
    );
  }
  if (error.code === 'classic_account_required') {
    return (
      <Notice>
        <p>
          This account is on sipgate&apos;s newer telephone system (Neo), which does not have this. No permission and no
          other sign-in changes that; everything else here works.
        </p>
      </Notice>
    );
  }
  return (
    <Notice>
      <p>{error.message}</p>
      <p>
        {error.hint} Error <code>{error.code}</code>
      </p>
    </Notice>
  );
}

function Notice({ children }: { children: unknown }) {
  return (
    <div class="notice bad" role="alert">
      {children}
    </div>
  );
}

/** The HTTP status of a page that shows an error. */
export function statusOf(error: SipgateKitError): ContentfulStatusCode {
  switch (error.code) {
    case 'invalid_input':
    case 'invalid_request':
      return 422;
    case 'needs_login':
    case 'connection_not_found':
      return 401;
    case 'insufficient_scope':
    case 'classic_account_required':
    case 'forbidden':
      return 403;
    case 'not_found':
      return 404;
    case 'conflict':
      return 409;
    case 'internal_error':
      return 500;
    default:
      return error.retryable ? 503 : 502;
  }
}

function unexpected(thrown: Error): SipgateKitError {
  return new SipgateKitError('internal_error', 'Something unexpected went wrong here.', {
    hint: 'Try again; if it stays, the log of this server says more.',
    cause: thrown,
  });
}
