import { type ConnectionStatus, SipgateKitError } from '@sipgate-kit/core';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ApiKey } from '../connections-api/api-keys.ts';
import { liveApiKey } from '../connections-api/authentication.ts';
import { createRateLimit } from '../connections-api/rate-limit.ts';
import { failureAnswer } from '../failure.tsx';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';
import { smallBody } from '../small-body.ts';
import { AdminLoginPage } from './admin-login-page.tsx';
import { AdminPage } from './admin-page.tsx';
import { ADMIN_SESSION_MS, formToken, issueAdminSession, readAdminSession } from './admin-session.ts';
import { connectionRows } from './connection-rows.ts';
import { isLocalRequest } from './local-request.ts';

const STATUSES: readonly ConnectionStatus[] = ['active', 'needs_login', 'paused'];
const PAGE = 25;
const LARGEST_BODY_BYTES = 4096;

/** Attempts to sign in per second, all together. */
const ATTEMPTS_PER_SECOND = 2;

/** Who looks, and what their forms carry; without a key there is nothing to sign out of. */
interface Visitor {
  readonly name: string;
  readonly formToken?: string;
}

/**
 * `/admin`: the connections, for operators. Opens for whoever enters an API key with `connections:read`, or, if so
 * configured, for whoever sits at this machine. Shows no tokens and changes nothing.
 */
export function adminPages(server: ServerContext, mode: 'key' | 'local', options: { secureCookie: boolean }) {
  const { configuration, origin, paths, clock, log } = server;
  const keys = configuration.apiKeys ?? [];
  const cookieName = 'sg_admin';
  const cookie = { httpOnly: true, secure: options.secureCookie, sameSite: 'Strict', path: paths.admin } as const;
  const attempts = createRateLimit(ATTEMPTS_PER_SECOND, () => clock.local());
  const app = new Hono<Env>();
  app.onError(failureAnswer({ paths, log, signInHelps: false }));

  function keyOf(c: Context): { key: ApiKey; session: string } | undefined {
    const session = getCookie(c, cookieName) ?? '';
    const key = readAdminSession(keys, session, clock.local());
    return key && { key, session };
  }

  function visitorOf(c: Context): Visitor | undefined {
    const signedIn = keyOf(c);
    if (signedIn) return { name: signedIn.key.name, formToken: formToken(signedIn.key, signedIn.session) };
    return mode === 'local' && isLocalRequest(c) ? { name: 'local' } : undefined;
  }

  const loginPage = (c: Context, problem?: string) =>
    c.html(
      `<!doctype html>${<AdminLoginPage paths={paths} mode={mode} hasKeys={keys.length > 0} problem={problem} />}`,
      401,
    );

  app.get(paths.admin, async (c) => {
    const visitor = visitorOf(c);
    if (visitor === undefined) return loginPage(c);
    const filter = filterOf(c);
    const page = await connectionRows(server.vault, { ...filter, limit: PAGE });
    log.info({ audit: 'admin-view', requestId: c.var.requestId, apiKey: visitor.name, ...filter }, 'connections shown');
    const pause = await server.vault.paused();
    const view = {
      paths,
      visitor,
      filter,
      page,
      pause: pause?.reason,
      now: clock.now(),
      signInUrl: new URL(paths.login, origin).href,
    };
    return c.html(`<!doctype html>${<AdminPage {...view} />}`);
  });

  app.post(`${paths.admin}/login`, smallBody(LARGEST_BODY_BYTES), async (c) => {
    refuseForeign(c);
    if (attempts.take('anybody') > 0) return loginPage(c, 'Too many attempts. Wait a moment, and try again.');
    const { key: presented } = await c.req.parseBody();
    try {
      const key = liveApiKey(keys, typeof presented === 'string' ? presented.trim() : '', clock.local());
      if (!key.scopes.includes('connections:read')) return loginPage(c, 'This key may not look at connections.');
      setCookie(c, cookieName, issueAdminSession(key, clock.local()), { ...cookie, maxAge: ADMIN_SESSION_MS / 1_000 });
      log.info({ audit: 'admin-sign-in', requestId: c.var.requestId, apiKey: key.name }, 'operator signed in');
      return c.redirect(paths.admin, 303);
    } catch (error) {
      if (!(error instanceof SipgateKitError)) throw error;
      log.warn({ audit: 'admin-refused', requestId: c.var.requestId, reason: error.message }, 'operator refused');
      return loginPage(c, error.message);
    }
  });

  app.post(`${paths.admin}/logout`, smallBody(LARGEST_BODY_BYTES), async (c) => {
    refuseForeign(c);
    const { token } = await c.req.parseBody();
    if (token !== visitorOf(c)?.formToken) throw crossSite();
    setCookie(c, cookieName, '', { ...cookie, maxAge: 0 });
    return c.redirect(paths.admin, 303);
  });

  return app;
}

function filterOf(c: Context) {
  const { status: wanted, subject, after } = c.req.query();
  const status = STATUSES.find((candidate) => candidate === wanted);
  return {
    ...(status !== undefined && { status }),
    ...(subject !== undefined && subject.trim() !== '' && { subjectPrefix: subject.trim().slice(0, 255) }),
    ...(after !== undefined && after !== '' && { after: after.slice(0, 400) }),
  };
}

/** The cookie is strict and the form carries a token; this also keeps others from signing an operator in. */
function refuseForeign(c: Context): void {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') throw crossSite();
  const sender = c.req.header('origin');
  if (
    site === undefined &&
    sender !== undefined &&
    new URL(sender === 'null' ? 'null:' : sender).host !== new URL(c.req.url).host
  ) {
    throw crossSite();
  }
}

function crossSite(): SipgateKitError {
  return new SipgateKitError('cross_site_request', 'The request did not come from a page of this server.', {
    hint: 'Open the admin page, and use the button there.',
  });
}
