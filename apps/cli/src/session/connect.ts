import {
  type Authorizer,
  createSipgateClient,
  DEFAULT_API_URL,
  personalAccessToken,
  type SipgateClient,
  staticToken,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { type Credentials, credentialsOf } from './credentials.ts';

/**
 * The REST API for the profile in use, with the credentials the environment names, else those of its sign-in.
 *
 * @throws SipgateKitError `not_signed_in` when there are none.
 */
export async function connect(cli: Cli): Promise<SipgateClient> {
  const settings = await cli.settings();
  const baseUrl = settings.get('apiUrl') ?? DEFAULT_API_URL;
  const { host, origin } = new URL(baseUrl);
  // Before anything is sent, much has to be loaded: a person sees at once that it goes on.
  const waiting = cli.output.progress(`Waiting for ${host} …`);
  try {
    const auth = await authorizer(cli, await credentialsOf(cli), origin);
    const { timeout } = cli.globals;
    return createSipgateClient({ auth, baseUrl, ...(timeout !== undefined && { timeoutMs: timeout * 1000 }) });
  } finally {
    waiting.done();
  }
}

async function authorizer(cli: Cli, credentials: Credentials, apiOrigin: string): Promise<Authorizer> {
  const options = { fetch: await cli.fetch(), apiOrigins: [apiOrigin] };
  switch (credentials.kind) {
    case 'access token':
      return staticToken(credentials.token.reveal(), options);
    case 'personal access token':
      return personalAccessToken({ tokenId: credentials.tokenId, token: credentials.token.reveal() }, options);
    case 'connection': {
      // Only a sign-in by OAuth needs what keeps its tokens.
      const { connectionTokens } = await import('./connection-tokens.ts');
      return connectionTokens(cli, credentials.signIn, options);
    }
  }
}
