import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { connect } from '../../session/connect.ts';
import { notSignedIn } from '../../session/credentials.ts';
import { loginCommand } from '../../session/login-command.ts';
import { personOf } from '../../session/person.ts';
import { localStatus, type SignInStatus, type Usability } from './sign-in-status.ts';
import type { options } from './status.ts';
import { statusText } from './status-text.ts';

const status: Handler<typeof options> = async ({ offline }, cli) => {
  const known = await localStatus(cli);
  const { found, failure } =
    offline || known.status !== 'unverified' ? { found: known, failure: undefined } : await asked(cli, known);
  if (found.overridden) {
    cli.output.warn(`SIPGATE_TOKEN is set and wins over the sign-in of the profile "${found.profile}".`);
  }
  await cli.output.data(found, (data, view) => statusText(data, view, cli.host.now()));
  const problem = problemOf(found) ?? failure;
  if (problem !== undefined) throw problem;
};

/** What sipgate says about the credentials, and the error where it could not be asked. */
async function asked(cli: Cli, known: SignInStatus): Promise<{ found: SignInStatus; failure: unknown }> {
  try {
    const person = await personOf(await connect(cli), cli.signal);
    // Asking may have refreshed the tokens.
    return { found: { ...(await localStatus(cli)), person, status: 'active' }, failure: undefined };
  } catch (error) {
    const status = STATUS_BY_ERROR[error instanceof SipgateKitError ? error.code : ''];
    return { found: { ...known, ...(status !== undefined && { status }) }, failure: error };
  }
}

const STATUS_BY_ERROR: Readonly<Record<string, Usability>> = {
  unauthorized: 'refused',
  needs_login: 'needs_login',
  connection_not_found: 'needs_login',
  not_signed_in: 'needs_login',
};

/** Why the credentials cannot be used, in words of what to type next. */
function problemOf({ status, profile, method, origin, tokenId }: SignInStatus): SipgateKitError | undefined {
  const login = loginCommand(profile);
  const correct = 'Correct SIPGATE_TOKEN in the environment, or remove it.';
  switch (status) {
    case 'signed_out':
      return notSignedIn(profile);
    case 'needs_login':
      return new SipgateKitError(
        'needs_login',
        method === 'access_token'
          ? 'The access token in SIPGATE_TOKEN has expired.'
          : `The sign-in with the profile "${profile}" is over.`,
        { hint: origin === 'environment' ? correct : `Next: ${login}.` },
      );
    case 'refused': {
      const what = tokenId === null ? 'access token' : `personal access token ${tokenId}`;
      return new SipgateKitError('unauthorized', `sipgate refuses the ${what}: it is wrong or was revoked.`, {
        hint: origin === 'environment' ? correct : `Next: ${login}${tokenId === null ? '' : ' --pat'}.`,
      });
    }
    case 'paused':
      return new SipgateKitError('provider_unavailable', `The sign-in with the profile "${profile}" is paused.`, {
        hint: `Check the OAuth client's secret; then ${login}.`,
      });
    default:
      return undefined;
  }
}

export default status;
