import { allowsOrigin, matchRedirectUri } from '@sipgate-kit/core/clients';
import type { SandboxClient } from '../clients.ts';

/**
 * How patterns with a star in the host are read, such as `https://*.example.com/*` among redirect URIs or
 * `http://*.example.com` among web origins: `keycloak` as a stock Keycloak does, which never matches them, `wildcard` as any
 * host below. sipgate's examples have such patterns; what its login makes of them is not known.
 */
export type RedirectMatching = 'keycloak' | 'wildcard';

/** Whether something is allowed, and what the other mode would have said, where it differs. */
export interface MatchingVerdict {
  readonly allowed: boolean;
  /** A sentence for the log. */
  readonly remark?: string;
}

const WITH = 'with --redirect-matching wildcard';

export function judgeRedirectUri(mode: RedirectMatching, client: SandboxClient, requested: string): MatchingVerdict {
  const { redirectUris } = client;
  return verdict(mode, `The redirect URI ${withoutQuery(requested)}`, {
    keycloak: matchRedirectUri(requested, redirectUris) !== undefined,
    wildcard: matchRedirectUri(requested, redirectUris, { hostWildcards: true }) !== undefined,
  });
}

export function judgeOrigin(mode: RedirectMatching, client: SandboxClient, origin: string): MatchingVerdict {
  return verdict(mode, `The origin ${withoutQuery(origin)}`, {
    keycloak: allowsOrigin(client, origin),
    wildcard: allowsOrigin(client, origin, { hostWildcards: true }),
  });
}

function verdict(
  mode: RedirectMatching,
  subject: string,
  verdicts: Readonly<Record<RedirectMatching, boolean>>,
): MatchingVerdict {
  const allowed = verdicts[mode];
  if (verdicts.keycloak === verdicts.wildcard) return { allowed };
  const remark = allowed
    ? `${subject} is allowed only ${WITH}: a stock Keycloak gives the star in the host no meaning.`
    : `${subject} would be allowed ${WITH}: here, as in a stock Keycloak, the star in the host has no meaning.`;
  return { allowed, remark };
}

/** Only what the pattern is about: a query may carry what is nobody's business. */
function withoutQuery(uri: string): string {
  return uri.split(/[?#]/, 1)[0]?.replace(/\/\/[^/@]*@/, '//') ?? '';
}
