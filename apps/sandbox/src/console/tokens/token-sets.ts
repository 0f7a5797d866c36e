import type { SessionTrace, TokenTrace } from '../../login/lineage.ts';

/** The tokens that one answer of the token endpoint carried. */
export interface TokenSetTrace {
  readonly issuedAt: number;
  /** Fingerprint of the refresh token that brought it; absent after a sign-in. */
  readonly parent?: string;
  readonly tokens: readonly TokenTrace[];
}

/** A session's tokens, answer by answer, oldest first. */
export function tokenSetsOf({ tokens }: Pick<SessionTrace, 'tokens'>): readonly TokenSetTrace[] {
  const sets: { issuedAt: number; parent?: string; tokens: TokenTrace[] }[] = [];
  for (const token of tokens) {
    const { issuedAt, parent, kind } = token;
    // No answer has two tokens of a kind: the second one is of the next answer, be it within the same millisecond.
    const own = sets.findLast(
      (set) => set.issuedAt === issuedAt && set.parent === parent && !set.tokens.some((other) => other.kind === kind),
    );
    if (own !== undefined) own.tokens.push(token);
    else sets.push({ issuedAt, ...(parent !== undefined && { parent }), tokens: [token] });
  }
  return sets;
}

/** The refresh token of a set, which the next set comes from. */
export function refreshTokenOf(set: TokenSetTrace): TokenTrace | undefined {
  return set.tokens.find(({ kind }) => kind === 'refresh');
}
