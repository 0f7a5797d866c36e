import type { SessionTrace, TokenStatus, TokenTrace } from '../../login/lineage.ts';
import { duration } from '../words.ts';

const MARKS: Readonly<Record<TokenStatus, string>> = { usable: '●', used: '○', expired: '◌', revoked: '✕', dead: '✕' };

/** What became of a token, in a few words: `usable, 4 min 32 s left`. */
export function statusWords(token: TokenTrace, now: number): string {
  const { status, expiresAt } = token;
  return status === 'usable' && expiresAt !== undefined ? `usable, ${shortStatusWords(token, now)}` : status;
}

/** The same where there is little room: `4 min 32 s left`. */
export function shortStatusWords({ status, expiresAt }: TokenTrace, now: number): string {
  return status === 'usable' && expiresAt !== undefined ? `${duration(expiresAt - now)} left` : status;
}

/** A sign beside the colour, for those who do not see it. */
export function statusMark({ status }: TokenTrace): string {
  return MARKS[status];
}

/** The whole story of a session in a sentence, for those who do not see the picture. */
export function summaryOf(session: SessionTrace, refreshes: number): string {
  const told = refreshes === 0 ? 'never refreshed' : `refreshed ${refreshes === 1 ? 'once' : `${refreshes} times`}`;
  const end = session.alive ? 'alive' : `over${session.endReason === undefined ? '' : `: ${session.endReason}`}`;
  return `Signed in, ${told}, ${end}.`;
}
