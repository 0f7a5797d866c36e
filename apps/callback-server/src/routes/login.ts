import { Hono } from 'hono';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';
import { beginSignIn } from '../sign-in.ts';

/** Marks a request that was already sent to the right host, so that a proxy which changes `Host` cannot make it circle. */
const MOVED = 'moved';

/**
 * `GET /login?return_to=`: remembers the sign-in, then sends the browser to sipgate.
 *
 * On another host than the redirect URI's (127.0.0.1 instead of localhost) it first sends the browser there: a cookie set
 * here would not come back to the callback.
 */
export function loginRoute(server: ServerContext) {
  const { origin, paths, returnTargets } = server;
  const home = new URL(origin);
  return new Hono<Env>().get(paths.login, async (c, next) => {
    if (c.req.method !== 'GET') return next();
    const returnTo = returnTargets.parse(c.req.queries('return_to') ?? []);
    if (new URL(c.req.url).hostname !== home.hostname && c.req.query(MOVED) === undefined) {
      const moved = new URL(paths.login, origin);
      moved.searchParams.set('return_to', returnTo);
      moved.searchParams.set(MOVED, '1');
      return c.redirect(moved.href, 303);
    }
    return c.redirect((await beginSignIn(server, c, returnTo)).href, 303);
  });
}
