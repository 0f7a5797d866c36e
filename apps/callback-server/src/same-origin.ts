import { SipgateKitError } from '@sipgate-kit/core';
import type { MiddlewareHandler } from 'hono';

/**
 * Lets a state-changing request pass only if the browser says that our own page sent it: by `Sec-Fetch-Site` where the
 * browser has it, else by `Origin`. Requests with neither are refused. Unlike a check of forms only, it does not
 * care about the content type.
 *
 * @param origin our public origin; `Host` is not asked, since anybody can set it
 */
export function sameOriginOnly(origin: string): MiddlewareHandler {
  return async function sameOriginOnly(c, next) {
    const site = c.req.header('sec-fetch-site');
    const ours = site === undefined ? c.req.header('origin') === origin : site === 'same-origin';
    if (!ours) {
      throw new SipgateKitError('cross_site_request', 'The request did not come from a page of this server.', {
        hint: 'Go to the start page and use the button there.',
      });
    }
    await next();
  };
}
