import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { connectionTokens, openConnections } from '../../session/connection-tokens.ts';
import { type Credentials, credentialsOf } from '../../session/credentials.ts';
import { claimsOf } from '../../session/jwt-claims.ts';
import { isoOf } from './sign-in-status.ts';

/** A token that ends in a moment is of no use to the program that asked for it. */
const LEAST_VALIDITY_MS = 30_000;

interface AccessToken {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number | undefined;
  readonly scopes?: readonly string[] | undefined;
}

const token: Handler<Record<never, never>> = async (_args, cli) => {
  const { value, expiresAt, scopes } = await accessTokenOf(cli, await credentialsOf(cli));
  if (cli.output.view.terminal) {
    cli.output.warn('This token is a secret: whoever has it can act as you until it expires.');
  }
  await cli.output.data(
    { accessToken: value, tokenType: 'Bearer', expiresAt: isoOf(expiresAt), scopes: scopes ?? null },
    ({ accessToken }) => accessToken,
  );
};

async function accessTokenOf(cli: Cli, credentials: Credentials): Promise<AccessToken> {
  switch (credentials.kind) {
    case 'access token': {
      const value = credentials.token.reveal();
      return { value, ...claimsOf(value) };
    }
    case 'personal access token':
      throw new SipgateKitError(
        'invalid_configuration',
        `You are signed in with the personal access token ${credentials.tokenId}, which goes with no access token: sipgate takes id and token by HTTP Basic.`,
        { hint: 'Give both to your program: curl --user "$SIPGATE_TOKEN_ID:$SIPGATE_TOKEN" …; or sign in by OAuth.' },
      );
    case 'connection': {
      const tokens = await connectionTokens(cli, credentials.signIn, { fetch: await cli.fetch() });
      const value = await tokens.getAccessToken({ signal: cli.signal, minValidityMs: LEAST_VALIDITY_MS });
      const connection = await (await openConnections(cli)).read(credentials.connectionId);
      const { accessTokenExpiresAt, scopes } = connection?.tokenSet ?? {};
      return { value, expiresAt: accessTokenExpiresAt, scopes };
    }
  }
}

export default token;
