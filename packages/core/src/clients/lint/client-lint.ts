import type { InputIssue } from '../../invalid-input-error.ts';
import type { OAuthClientInput } from '../oauth-client-input.ts';
import { isWildcard, matchRedirectUri } from '../redirect-uri-matching.ts';
import type { Finding, PatternReport } from './finding.ts';
import { lintRedirectUri } from './redirect-uri-lint.ts';
import { withoutPassword } from './url-parts.ts';
import { lintWebOrigin } from './web-origin-lint.ts';

/** A report on one of a client's redirect URIs or web origins. */
export interface ClientPatternReport extends PatternReport {
  /** Where it stands in the client: `redirectUris[0]`. */
  readonly path: string;
}

/**
 * What all redirect URIs and web origins of a client will let through, each by itself and beside the others.
 *
 * @example
 * const reports = lintOAuthClient({ redirectUris: ['https://app.example.com/cb'] });
 * reports.some(({ findings }) => findings.some(({ severity }) => severity === 'error')); // false
 */
export function lintOAuthClient({
  redirectUris = [],
  webOrigins = [],
}: Partial<Pick<OAuthClientInput, 'redirectUris' | 'webOrigins'>>): readonly ClientPatternReport[] {
  return [
    ...redirectUris.map((uri, at) => reportAt(`redirectUris[${at}]`, lintRedirectUri(uri), besides(redirectUris, at))),
    ...webOrigins.map((origin, at) =>
      reportAt(`webOrigins[${at}]`, lintWebOrigin(origin, redirectUris), repeated(webOrigins, at)),
    ),
  ];
}

/**
 * What is allowed in a client, yet probably not meant. Nothing here keeps a client from being created.
 *
 * @example
 * for (const { path, message } of clientWarnings(input)) console.warn(`${path}: ${message}`);
 */
export function clientWarnings(input: Pick<OAuthClientInput, 'redirectUris' | 'webOrigins'>): readonly InputIssue[] {
  return lintOAuthClient(input).flatMap(({ path, findings }) =>
    findings.filter(({ severity }) => severity === 'warning').map(({ message }) => ({ path, message })),
  );
}

function reportAt(path: string, report: PatternReport, more: readonly Finding[]): ClientPatternReport {
  return { path, ...report, findings: [...report.findings, ...more] };
}

function besides(uris: readonly string[], at: number): readonly Finding[] {
  const uri = uris[at] ?? '';
  const wider = uris.find((other) => other !== uri && isWildcard(other) && covers(other, uri));
  if (wider === undefined || repeated(uris, at).length > 0) return repeated(uris, at);
  const message = `It is not needed beside ${withoutPassword(wider)}, which lets it through.`;
  return [{ rule: 'covered', severity: 'note', certainty: 'keycloak', message }];
}

function covers(wider: string, uri: string): boolean {
  const typical = isWildcard(uri) ? [uri.slice(0, -1), `${uri.slice(0, -1)}x`] : [uri];
  return typical.every((one) => matchRedirectUri(one, [wider]) !== undefined);
}

function repeated(values: readonly string[], at: number): readonly Finding[] {
  if (values.indexOf(values[at] ?? '') === at) return [];
  return [{ rule: 'twice', severity: 'note', certainty: 'certain', message: 'It is listed twice.' }];
}
