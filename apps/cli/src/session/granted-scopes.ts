import { ApiError, SipgateKitError } from '@sipgate-kit/core';
import type { Operation } from '@sipgate-kit/core/operations';
import type { Cli } from '../cli.ts';
import { openConnections } from './connection-tokens.ts';
import { type Credentials, findCredentials } from './credentials.ts';
import { claimsOf } from './jwt-claims.ts';

/** What the credentials in use may do; `undefined` where nobody says: of personal access tokens, and of foreign tokens. */
export async function grantedScopes(cli: Cli, credentials: Credentials): Promise<readonly string[] | undefined> {
  switch (credentials.kind) {
    case 'personal access token':
      return undefined;
    case 'access token':
      return claimsOf(credentials.token.reveal()).scopes;
    case 'connection':
      return (await (await openConnections(cli)).read(credentials.connectionId))?.tokenSet.scopes;
  }
}

/**
 * Ends a call that cannot succeed before it is sent.
 *
 * @throws SipgateKitError `insufficient_scope`, naming the scope and the command that gets it.
 */
export async function assertScope(cli: Cli, { method, path, scopes }: Operation): Promise<void> {
  const credentials = await findCredentials(cli);
  if (credentials === undefined || scopes.length === 0) return;
  const granted = await grantedScopes(cli, credentials);
  if (granted === undefined || scopes.some((scope) => granted.includes(scope))) return;
  throw new SipgateKitError(
    'insufficient_scope',
    `${method} ${path} needs the scope ${scopes.join(' or ')}. Your ${credentials.kind === 'connection' ? 'sign-in' : 'access token'} has ${granted.join(', ') || 'none'}. Nothing was sent.`,
    { hint: howToGet(credentials, scopes, granted) },
  );
}

/** The same error with the command that gets the scope, where it is about one. */
export async function withScopeCommand(cli: Cli, error: unknown): Promise<unknown> {
  if (!(error instanceof ApiError) || error.code !== 'insufficient_scope') return error;
  const credentials = await findCredentials(cli);
  if (credentials === undefined) return error;
  const granted = await grantedScopes(cli, credentials);
  return new SipgateKitError(error.code, error.message, { hint: howToGet(credentials, error.neededScopes, granted) });
}

function howToGet(
  credentials: Credentials,
  [narrowest = 'all']: readonly string[],
  granted: readonly string[] = [],
): string {
  const wanted = [...new Set([...granted, narrowest])].join(' ');
  switch (credentials.kind) {
    case 'connection':
      return `Next: sipgate login --scope "${wanted}". If you have the scope, your account's product lacks the feature.`;
    case 'access token':
      return `SIPGATE_TOKEN needs the scope ${narrowest}; or unset it and use sipgate login --scope "${wanted}".`;
    case 'personal access token':
      return `Make a personal access token with ${narrowest} ticked, or use sipgate login --scope "${wanted}". If it has the scope, your account's product lacks the feature.`;
  }
}
