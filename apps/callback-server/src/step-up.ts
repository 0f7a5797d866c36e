import { SipgateKitError } from '@sipgate-kit/core';
import { type Operation, operations } from '@sipgate-kit/core/operations';
import type { Paths } from './paths.ts';

/** A token with it may do everything: no link leads anybody to grant that, unless every sign-in asks for it. */
const EVERYTHING = 'all';

const KNOWN: ReadonlySet<string> = new Set(
  Object.values(operations)
    .flatMap(({ scopes }): readonly string[] => scopes)
    .filter((scope) => scope !== EVERYTHING),
);

/**
 * The further scopes that a link to the sign-in asks for: `/login?scope=balance:read`. Anybody can make such a link, so
 * only scopes pass that an operation needs, or that are asked for anyway.
 *
 * @param requested the values of the parameter
 * @param configured what every sign-in asks for
 * @throws SipgateKitError `invalid_scope`, which does not repeat what was asked for
 */
export function parseStepUp([requested = '', ...more]: readonly string[], configured: readonly string[]) {
  if (more.length > 0) throw refused('gives the parameter scope more than once');
  const scopes = requested.split(' ').filter(Boolean);
  if (scopes.includes(EVERYTHING) && !configured.includes(EVERYTHING)) throw refused('asks for the scope "all"');
  if (!scopes.every((scope) => KNOWN.has(scope) || configured.includes(scope))) {
    throw refused('asks for a scope that is not known here');
  }
  return scopes;
}

/** What a person would have to grant for an operation, if they have not: its narrowest scope. */
export function missingScope({ scopes }: Pick<Operation, 'scopes'>, granted: readonly string[]): string | undefined {
  const [narrowest] = scopes;
  if (narrowest === EVERYTHING || scopes.some((scope) => granted.includes(scope))) return undefined;
  return narrowest;
}

/** Where to send a person who may grant a further scope. */
export function stepUpPath({ login }: Paths, scope: string, returnTo?: string): string {
  const query = new URLSearchParams({ scope, ...(returnTo !== undefined && { return_to: returnTo }) });
  return `${login}?${query}`;
}

function refused(why: string): SipgateKitError {
  return new SipgateKitError('invalid_scope', `The link to the sign-in ${why}.`, {
    hint: 'Name scopes of the REST API, separated by spaces, as in /login?scope=balance:read; others belong into OAUTH_SCOPE.',
  });
}
