import { type ClientCredentials, clientCredentials, type Provider, SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { providerOf } from '../session/connection-tokens.ts';
import type { EarlierSignIn } from '../session/earlier-sign-in.ts';
import type { Settings } from '../settings/settings.ts';
import { firstLines } from '../stdin-lines.ts';

/** What every way of signing in by OAuth starts from. */
export interface SignInRequest {
  readonly provider: Provider;
  readonly client: ClientCredentials;
  readonly scopes: readonly string[];
  /** As it is registered: a loopback one without a port means any free one. */
  readonly redirectUri: string;
  /** How long the person may take, a duration in milliseconds. */
  readonly waitMs: number;
}

/** What the commands of this program need, but for `api`, which can need anything. */
export const DEFAULT_SCOPES: readonly string[] = [
  'account:read',
  'balance:read',
  'numbers:read',
  'users:read',
  'history:read',
  'authorization:oauth2:clients:read',
  'authorization:oauth2:clients:write',
];

/** Scopes however people write them: several at once, with spaces or commas. */
export function scopesIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.split(/[\s,]+/)).filter((scope) => scope !== ''))];
}

/**
 * What to ask sipgate for.
 *
 * @param earlier what this sign-in replaces: the same client keeps the secret that was given then
 * @throws SipgateKitError `invalid_configuration` for a redirect URI that nothing can come back to.
 */
export function signInRequest(
  settings: Settings,
  { clientSecret, earlier, waitMs }: { clientSecret: string | undefined; earlier: EarlierSignIn; waitMs: number },
): SignInRequest {
  const clientId = settings.get('clientId');
  const redirectUri = settings.get('redirectUri') ?? '';
  if (redirectUri.includes('*')) {
    throw new SipgateKitError('invalid_configuration', `The redirect URI ${redirectUri} has a star in it.`, {
      hint: 'A pattern may be registered, but the browser is sent to one address: --redirect-uri http://localhost:8080/oauth.',
    });
  }
  const known = earlier.clientId === clientId ? earlier.record?.clientSecret?.reveal() : undefined;
  const scopes = scopesIn([settings.get('scopes') ?? '']);
  return {
    provider: providerOf(settings),
    client: clientCredentials(clientId, clientSecret ?? known),
    scopes: scopes.length > 0 ? scopes : DEFAULT_SCOPES,
    redirectUri,
    waitMs,
  };
}

/**
 * The client secret: from stdin when that was said, else from the environment; typed unseen on a terminal.
 *
 * @throws SipgateKitError `input_needed` when stdin has none.
 */
export async function givenClientSecret(cli: Cli, fromStdin: boolean): Promise<string | undefined> {
  const { stdin, env } = cli.host;
  if (!fromStdin) return env['SIPGATE_CLIENT_SECRET'] || undefined;
  const instead = '--client-secret-stdin and the secret on stdin';
  const secret =
    stdin.isTTY === true
      ? await cli.prompts.secret({ message: 'Client secret', instead })
      : (await firstLines(stdin, 1, cli.signal))[0];
  if (secret) return secret;
  throw new SipgateKitError('input_needed', 'There is no client secret on stdin.', {
    hint: 'Write it there, as in: sipgate login --client-secret-stdin < secret.txt. Or set SIPGATE_CLIENT_SECRET.',
  });
}
