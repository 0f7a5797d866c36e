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

/** The API's words for a client in ours: the secret wrapped, what is empty left out. */
export function oauthClientOf({
  clientSecret,
  ...data
}: Schemas['CreatedOAuthClient'] & Schemas['OAuthClientInput']): OAuthClient {
  return {
    clientId: data.clientId,
    ...(clientSecret && { clientSecret: new Secret(clientSecret) }),
    name: data.name,
    description: data.description,
    redirectUris: data.redirectUris,
    webOrigins: data.webOrigins,
    ...legalLinksOf(data),
  };
}

/** The API sends empty strings where there is no link. */
export function legalLinksOf({ privacyUrl, termsUrl }: Schemas['GdprUrls']): LegalLinks {
  return { ...(privacyUrl && { privacyUrl }), ...(termsUrl && { termsUrl }) };
}
