import { SipgateKitError } from '@sipgate-kit/core';
import type { Context } from 'hono';

/** Set by our own pages' scripts. A page of another origin cannot, unless the browser has asked us first. */
const PAGE_HEADER = 'x-sipgate-kit';

/**
 * Refuses what does not come from a page of our own origin: everything but GET needs both the browser's word
 * (`Sec-Fetch-Site`, else `Origin`) and our header; GET needs the browser's word, or our header where the browser says
 * nothing.
 *
 * @throws SipgateKitError `cross_site_request`
 */
export function assertOwnPage(c: Context, origin: string): void {
  const site = c.req.header('sec-fetch-site');
  const sender = c.req.header('origin');
  const marked = Boolean(c.req.header(PAGE_HEADER));
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
  const foreign = sender !== undefined && sender !== origin;
  const vouched = !foreign && (site === 'same-origin' || (site === undefined && sender === origin));
  const silent = site === undefined && sender === undefined;
  if (reads ? vouched || (silent && marked) : vouched && marked) return;
  throw new SipgateKitError('cross_site_request', 'The request did not come from a page of this server.', {
    hint: `Call from a page of ${origin}, and set the header ${PAGE_HEADER}: 1.`,
  });
}
