import type { OAuthClient } from '@sipgate-kit/core/clients';

/** An OAuth client as `--json` prints it: without its secret, unless that was asked for. */
export function clientData({ clientSecret, ...client }: OAuthClient, revealSecret: boolean) {
  return { ...client, ...(revealSecret && clientSecret && { clientSecret: clientSecret.reveal() }) };
}
