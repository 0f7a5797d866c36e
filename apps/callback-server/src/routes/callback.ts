import { readCallback, SipgateKitError } from '@sipgate-kit/core';
import { Hono } from 'hono';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';
import { finishSignIn } from '../sign-in.ts';

/**
 * The redirect URI's path: finishes the sign-in and sends the browser to a clean address, so that no code stays in its
 * history.
 *
 * In this order: duplicate parameters, the cookie that belongs to the state, the transaction, everything else. Whoever
 * comes without the cookie spends nothing; if they are signed in already (back button, reload), they go to the start page.
 */
export function callbackRoute(server: ServerContext) {
  const { origin, paths, flowCookies, presences, log, metrics } = server;
  const home = new URL(paths.home, origin).href;
  return new Hono<Env>().get(paths.callback, async (c, next) => {
    if (c.req.method !== 'GET') return next();
    const query = new URL(c.req.url).searchParams;
    const isSignedIn = async () => (await presences.of(c.req.raw)).status === 'signed-in';
    try {
      const { state } = readCallback(query);
      if (!flowCookies.matches(c, state)) throw stateMismatch();
      return c.redirect(await finishSignIn(server, c, { state, query }), 303);
    } catch (error) {
      const code = error instanceof SipgateKitError ? error.code : 'internal_error';
      if ((code === 'state_mismatch' || code === 'transaction_used') && (await isSignedIn()))
        return c.redirect(home, 303);
      metrics.signIn(code);
      log.warn({ audit: 'sign-in-failed', requestId: c.var.requestId, code }, 'sign-in failed');
      throw error;
    }
  });
}

function stateMismatch(): SipgateKitError {
  return new SipgateKitError('state_mismatch', 'This browser has no sign-in under way that fits the callback.', {
    hint: 'Start again from the sign-in page, in this browser.',
  });
}
