import { SipgateKitError } from '@sipgate-kit/core';
import type { Handler } from '../../command.ts';
import { instantText } from '../../output/instant.ts';
import { connectionTokens, openConnections } from '../../session/connection-tokens.ts';
import { credentialsOf } from '../../session/credentials.ts';
import { isoOf } from './sign-in-status.ts';

const refresh: Handler<Record<never, never>> = async (_args, cli) => {
  const credentials = await credentialsOf(cli);
  const profile = (await cli.settings()).profile.value;
  if (credentials.kind === 'access token') {
    throw new SipgateKitError(
      'invalid_configuration',
      'The access token in SIPGATE_TOKEN cannot be refreshed: it came without a refresh token.',
      {
        hint: 'Remove SIPGATE_TOKEN from the environment to refresh the sign-in of the profile, or set a newer token.',
      },
    );
  }
  if (credentials.kind === 'personal access token') {
    return cli.output.data(
      { profile, refreshed: false, accessTokenExpiresAt: null, refreshTokenExpiresAt: null, scopes: null },
      () => `Nothing to do: the personal access token ${credentials.tokenId} does not expire.`,
    );
  }
  const tokens = await connectionTokens(cli, credentials.signIn, { fetch: await cli.fetch() });
  await tokens.refresh({ signal: cli.signal });
  const connection = await (await openConnections(cli)).read(credentials.connectionId);
  const { accessTokenExpiresAt, refreshTokenExpiresAt, scopes } = connection?.tokenSet ?? {};
  await cli.output.data(
    {
      profile,
      refreshed: true,
      accessTokenExpiresAt: isoOf(accessTokenExpiresAt),
      refreshTokenExpiresAt: isoOf(refreshTokenExpiresAt),
      scopes: scopes ?? null,
    },
    (_data, view) => {
      const until = (instant: number | undefined) =>
        instant === undefined ? '' : ` until ${instantText(instant, view)}`;
      return `Refreshed. The access token is good${until(accessTokenExpiresAt)}, the sign-in${until(refreshTokenExpiresAt)} without being used.`;
    },
  );
};

export default refresh;
