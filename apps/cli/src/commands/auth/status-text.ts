import { detailsText } from '../../output/details.ts';
import { instantText } from '../../output/instant.ts';
import type { View } from '../../output/output.ts';
import type { Person } from '../../session/person.ts';
import type { SignInStatus, Usability } from './sign-in-status.ts';

/** The status for people. `now` is milliseconds since the epoch. */
export function statusText(status: SignInStatus, view: View, now: number): string {
  const { profile, person, scopes, clientId, issuer, accessTokenExpiresAt, refreshTokenExpiresAt } = status;
  const expired = accessTokenExpiresAt !== null && Date.parse(accessTokenExpiresAt) <= now;
  const renewable = expired && status.method === 'oauth' ? ', refreshed when it is needed' : '';
  return detailsText(
    [
      ['Profile', profile],
      ['Status', statusWords(status.status, view)],
      ['Signed in by', methodWords(status)],
      ['Person', person === null ? undefined : personWords(person)],
      ['Account', person === null ? undefined : accountWords(person)],
      ['Scopes', scopes === null ? undefined : scopes.join(' ')],
      ['OAuth client', clientId ?? undefined],
      ['Login', issuer ?? undefined],
      ['Access token', until(accessTokenExpiresAt, view, now, renewable)],
      ['Refresh token', until(refreshTokenExpiresAt, view, now)],
    ],
    view,
  );
}

const STATUS_WORDS: Readonly<Record<Usability, string>> = {
  active: 'active: sipgate accepts it',
  unverified: 'looks good from here; sipgate was not asked',
  needs_login: 'needs a new sign-in',
  paused: 'paused',
  refused: 'refused by sipgate',
  signed_out: 'nobody is signed in',
};

function statusWords(status: Usability, { colors }: View): string {
  const paint = status === 'active' ? colors.green : status === 'unverified' ? colors.yellow : colors.red;
  return paint(STATUS_WORDS[status]);
}

function methodWords({ method, origin, tokenId }: SignInStatus): string | undefined {
  const from = origin === 'environment' ? ' from the environment (SIPGATE_TOKEN)' : '';
  switch (method) {
    case 'oauth':
      return 'OAuth';
    case 'personal_access_token':
      return `personal access token ${tokenId}${from}`;
    case 'access_token':
      return `access token${from}`;
    default:
      return undefined;
  }
}

function personWords({ id, name, email }: Person): string {
  if (name === null) return id;
  return email === null ? `${name} (${id})` : `${name} <${email}> (${id})`;
}

function accountWords({ masterSipId, domain, company }: Person): string {
  return company === null ? `${masterSipId} (${domain})` : `${company}, ${masterSipId} (${domain})`;
}

function until(instant: string | null, view: View, now: number, more = ''): string | undefined {
  if (instant === null) return undefined;
  return `${Date.parse(instant) <= now ? 'expired' : 'until'} ${instantText(instant, view)}${more}`;
}
