import type { MiddlewareHandler } from 'hono';

/**
 * Lets a request that changes something pass only if the browser says that a page of this sandbox sent it: by
 * `Sec-Fetch-Site` where it has that, else by `Origin`. Who sends neither is no browser, and is better served by the
 * control API.
 */
export const sameOriginOnly: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  const site = c.req.header('sec-fetch-site');
  const ours = site === undefined ? c.req.header('origin') === new URL(c.req.url).origin : site === 'same-origin';
  if (ours) return next();
  return c.text(
    "This form is the sandbox console's own. Use it there; programs use the control API, /__sandbox/.\n",
    403,
  );
};
