import {
  type Authorizer,
  createSipgateClient,
  DEFAULT_API_URL,
  personalAccessToken,
  type SipgateClient,
  SipgateKitError,
  staticToken,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { connectionTokens } from './connection-tokens.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { readSignIn } from './sign-in-record.ts';

/**
 * The REST API for the profile in use, with the credentials the environment names, else those of its sign-in.
 *
 * @throws SipgateKitError `not_signed_in` when there are none.
 */
export async function connect(cli: Cli): Promise<SipgateClient> {
  const settings = await cli.settings();
  const baseUrl = settings.get('apiUrl') ?? DEFAULT_API_URL;
  const auth = await authorizer(cli, new URL(baseUrl).origin);
  const { timeout } = cli.globals;
  return createSipgateClient({ auth, baseUrl, ...(timeout !== undefined && { timeoutMs: timeout * 1000 }) });
}

async function authorizer(cli: Cli, apiOrigin: string): Promise<Authorizer> {
  const options = { fetch: await cli.fetch(), apiOrigins: [apiOrigin] };
  const given = environmentCredentials(cli.host.env);
  if (given?.kind === 'personal access token') return personalAccessToken(given, options);
  if (given?.kind === 'access token') return staticToken(given.token, options);
  const { profile } = await cli.settings();
  const signIn = await readSignIn(cli.paths, profile.value);
  if (signIn?.personalAccessToken !== undefined) {
    const { tokenId, token } = signIn.personalAccessToken;
    return personalAccessToken({ tokenId, token: token.reveal() }, options);
  }
  if (signIn?.connectionId !== undefined) return connectionTokens(cli, signIn, options);
  throw notSignedIn(profile.value);
}

export function notSignedIn(profile: string): SipgateKitError {
  const option = profile === 'default' ? '' : ` --profile ${profile}`;
  return new SipgateKitError('not_signed_in', `Nobody is signed in with the profile "${profile}".`, {
    hint: `Next: sipgate login${option}. In scripts, set SIPGATE_TOKEN_ID and SIPGATE_TOKEN to a personal access token.`,
  });
}
