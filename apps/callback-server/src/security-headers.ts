import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { STYLE_HASH } from './pages/style.ts';

/**
 * The headers of every answer: nothing is loaded from elsewhere, nothing may frame us, nothing is kept by caches, and
 * forms post to us only.
 *
 * A sign-in's addresses never become a referrer. The other pages send one within the origin, since without it browsers
 * post the sign-out form with `Origin: null`.
 */
export function securityHeaders(options: { https: boolean; sendsReferrer: boolean }): MiddlewareHandler {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [STYLE_HASH],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    referrerPolicy: options.sendsReferrer ? 'same-origin' : 'no-referrer',
    strictTransportSecurity: options.https ? 'max-age=15552000' : false,
    xFrameOptions: 'DENY',
  });
  return async function securityHeaders(c, next) {
    await headers(c, next);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  };
}
