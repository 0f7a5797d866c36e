import { SipgateKitError } from '../errors.ts';
import type { Schemas } from '../operations.ts';
import { Secret } from '../secret.ts';

/** A registered application at sipgate. */
export interface OAuthClient {
  /** Made by sipgate. Newer ones end in a colon and the realm the client lives in. */
  readonly clientId: string;
  /** Does not print itself; `clientSecret.reveal()` gives the value. Absent where sipgate shows none. */
  readonly clientSecret?: Secret;
  /** People see name and description on the consent page. */
  readonly name: string;
  readonly description: string;
  /** Where the browser may be sent after login and after logout. */
  readonly redirectUris: readonly string[];
  /** Origins whose browser code may call the token endpoint. */
  readonly webOrigins: readonly string[];
  /** Linked on the consent page; absent when there is none. */
  readonly privacyUrl?: string;
  /** Linked on the consent page; absent when there is none. */
  readonly termsUrl?: string;
}

/** The links of a consent page; each absent when there is none. */
export type LegalLinks = Pick<OAuthClient, 'privacyUrl' | 'termsUrl'>;

/**
 * The API's words for a client in ours: the secret wrapped, what is empty left out.
 *
 * @throws SipgateKitError `malformed_response` for what is no client.
 */
export function oauthClientOf(data: Schemas['CreatedOAuthClient'] & Schemas['OAuthClientInput']): OAuthClient {
  const { clientId, clientSecret, name, description, redirectUris, webOrigins } = data ?? {};
  const texts: readonly unknown[] = [clientId, clientSecret ?? '', name, description ?? ''];
  const lists: readonly unknown[] = [redirectUris ?? [], webOrigins ?? []];
  if (!texts.every(isText) || !lists.every((list) => Array.isArray(list) && list.every(isText))) throw noClient();
  return {
    clientId,
    ...(clientSecret && { clientSecret: new Secret(clientSecret) }),
    name,
    description: description ?? '',
    redirectUris: redirectUris ?? [],
    webOrigins: webOrigins ?? [],
    ...legalLinksOf(data),
  };
}

/** The clients of a list's answer. @throws SipgateKitError `malformed_response` */
export function oauthClientsOf(answer: { readonly data: readonly Parameters<typeof oauthClientOf>[0][] }) {
  const clients: unknown = answer?.data;
  if (!Array.isArray(clients)) throw noClient();
  return clients.map(oauthClientOf);
}

const isText = (value: unknown): boolean => typeof value === 'string';

function noClient(): SipgateKitError {
  return new SipgateKitError('malformed_response', 'The API answered with something other than OAuth clients.', {
    hint: "Check the API URL; sipgate's is https://api.sipgate.com/v2.",
  });
}

/** The API sends empty strings where there is no link. */
export function legalLinksOf({ privacyUrl, termsUrl }: Schemas['GdprUrls']): LegalLinks {
  return { ...(privacyUrl && { privacyUrl }), ...(termsUrl && { termsUrl }) };
}
