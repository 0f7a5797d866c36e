import { isLoopbackHost } from '@sipgate-kit/core';

/**
 * Whether a redirect URI points outside of this computer: an http or https URI whose host is neither a loopback address
 * nor `localhost` (or below it). Custom schemes open an application on this computer.
 */
export function leavesThisComputer(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return !isLoopbackHost(hostname) && !hostname.endsWith('.localhost');
}
