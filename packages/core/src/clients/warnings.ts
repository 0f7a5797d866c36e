import type { InputIssue } from '../invalid-input-error.ts';
import type { OAuthClientInput } from './oauth-client-input.ts';
import { hasHostWildcard } from './redirect-uri.ts';

/**
 * What is allowed in a client, yet probably not meant. Nothing here keeps a client from being created.
 *
 * Stars in host names are the case in point: sipgate's own texts show `https://*.example.com/*`, but a Keycloak as it
 * comes takes that star literally, and nobody outside knows how sipgate's is set up.
 *
 * @example
 * for (const { path, message } of clientWarnings(input)) console.warn(`${path}: ${message}`);
 */
export function clientWarnings(input: Pick<OAuthClientInput, 'redirectUris' | 'webOrigins'>): readonly InputIssue[] {
  const lists = { redirectUris: input.redirectUris, webOrigins: input.webOrigins ?? [] };
  return Object.entries(lists).flatMap(([field, values]) =>
    values.flatMap((value, index) => {
      const message = warningFor(value);
      return message === undefined ? [] : [{ path: `${field}[${index}]`, message }];
    }),
  );
}

function warningFor(url: string): string | undefined {
  if (hasHostWildcard(url)) {
    return 'A star in the host name probably never matches: a stock Keycloak takes it literally. Name each host.';
  }
  return undefined;
}
