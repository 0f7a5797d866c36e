import { SipgateKitError } from '@sipgate-kit/core';

/** Where a sandbox listens unless it is told otherwise. */
export const LOOPBACK_ADDRESS = '127.0.0.1';

/** Port of the URLs of a sandbox that listens on none. */
const USUAL_PORT = 8090;

/** Addresses that stand for all of a computer's; none that one could go to. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** What a sandbox calls itself when nobody says otherwise. */
export function originOf({
  host = LOOPBACK_ADDRESS,
  port = USUAL_PORT,
}: {
  readonly host: string | undefined;
  readonly port: number | undefined;
}): string {
  return `http://${EVERYWHERE.has(host) ? LOOPBACK_ADDRESS : bracketed(host)}:${port}`;
}

/** Throws SipgateKitError `invalid_configuration` for an origin that is none. */
export function assertOrigin(origin: string): void {
  const isOrigin = /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
  if (isOrigin) return;
  throw new SipgateKitError('invalid_configuration', `${JSON.stringify(origin)} is not an origin.`, {
    hint: 'Write scheme, host and port, and nothing behind: http://sandbox:8090',
  });
}

/** A host as it stands in URLs. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
