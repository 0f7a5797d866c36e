import { isLoopbackHost } from '@sipgate-kit/core';
import type { Context } from 'hono';

/** What a proxy adds: whoever comes through one does not sit at this machine. */
const PROXY_HEADERS = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * Whether a request comes from a browser on this very machine: over a loopback connection, without a proxy, to a host
 * name that means this machine (which keeps out names of strangers that lead here), and not from a page of another site.
 * `false` when the server underneath does not say where connections come from.
 */
export function isLocalRequest(c: Context): boolean {
  const address = remoteAddressOf(c.env);
  if (address === undefined || !/^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/.test(address)) return false;
  if (PROXY_HEADERS.some((name) => c.req.header(name) !== undefined)) return false;
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  const site = c.req.header('sec-fetch-site') ?? 'none';
  return isLoopbackHost(host.replace(/:\d+$/, '')) && ['none', 'same-origin'].includes(site);
}

/** The address at the other end, as the Node server tells it. */
function remoteAddressOf(env: unknown): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
