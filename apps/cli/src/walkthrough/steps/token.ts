import { type TokenSet, unverifiedPayload } from '@sipgate-kit/core';
import { CLAIM_MEANINGS } from '../meanings.ts';
import type { Exchange } from '../recorder.ts';
import { rowsOf } from '../rows.ts';
import type { Row, Step } from '../step.ts';

/** RFC 6749 §4.1.3, RFC 7636 §4.5, OpenID Connect Core §3.1.3. */
export async function tokenStep({ accessToken, idToken }: TokenSet, { request, answer }: Exchange): Promise<Step> {
  const claims = await Promise.all(
    [
      ['Inside the access token', accessToken] as const,
      ...(idToken === undefined ? [] : [['Inside the ID token', idToken] as const]),
    ].map(async ([title, token]) => ({ title, rows: await claimRows(token) })),
  );
  return {
    title: 'The token request',
    explanation:
      'Now the application itself talks to the login, behind the back of the browser, and trades the code for tokens.',
    request,
    answer,
    details: claims.filter(({ rows }) => rows.length > 0),
    remember: [
      'The redirect URI is sent again, and has to be the very same. The code is spent now, whatever the answer: "Code not valid" the second time.',
      'The tokens are signed, not encrypted: whoever has one can read it. The access token is for the REST API; an application reads the ID token only.',
    ],
  };
}

/** Instants are for machines; here they are for people. */
const INSTANTS = new Set(['exp', 'iat', 'nbf', 'auth_time']);

function claimRows(token: string): Promise<readonly Row[]> {
  const claims = Object.entries(unverifiedPayload(token) ?? {});
  return rowsOf(
    claims.map(([name, value]) => [
      name,
      INSTANTS.has(name) && typeof value === 'number' && value > 0 ? new Date(value * 1000).toISOString() : value,
    ]),
    CLAIM_MEANINGS,
  );
}
