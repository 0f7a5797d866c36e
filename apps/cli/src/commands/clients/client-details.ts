import type { OAuthClient } from '@sipgate-kit/core/clients';
import { type Detail, detailsText } from '../../output/details.ts';
import type { View } from '../../output/output.ts';

/** Stands for a secret that nobody asked to see. */
const MASKED = '********';

/** An OAuth client for people: one line each, of lists one line per entry. */
export function clientDetails(client: OAuthClient, revealSecret: boolean, view: View): string {
  const { clientId, clientSecret, name, description, redirectUris, webOrigins, privacyUrl, termsUrl } = client;
  const secret = clientSecret && (revealSecret ? clientSecret.reveal() : MASKED);
  const details: readonly Detail[] = [
    ['Name', name],
    ['Client id', clientId],
    ['Client secret', secret],
    ['Description', description],
    ...listed('Redirect URIs', redirectUris, view),
    ...listed('Web origins', webOrigins, view),
    ['Privacy policy', privacyUrl],
    ['Terms of service', termsUrl],
  ];
  return detailsText(details, view);
}

/** For people the label stands on the first line only. */
function listed(label: string, values: readonly string[], { terminal }: View): readonly Detail[] {
  return values.map((value, at) => [terminal && at > 0 ? '' : label, value] as const);
}
