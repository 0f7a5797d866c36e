import type { SandboxClient } from '../../clients.ts';

/**
 * What a program needs to use a client on this sandbox, as lines for a `.env`: the names of sipgate's samples, and the
 * kit's own for where everything is.
 */
export function environmentOf(
  client: SandboxClient,
  place: { readonly issuer: string; readonly apiUrl: string },
): string {
  const { clientId, clientSecret, redirectUris } = client;
  const [redirectUri] = redirectUris;
  const lines = [
    `CLIENT_ID=${clientId}`,
    ...(clientSecret === undefined ? [] : [`CLIENT_SECRET=${clientSecret}`]),
    ...(redirectUri === undefined ? [] : [`REDIRECT_URI=${redirectUri}`]),
    `SIPGATE_KIT_ISSUER=${place.issuer}`,
    `SIPGATE_KIT_API_URL=${place.apiUrl}`,
  ];
  return `${lines.join('\n')}\n`;
}
