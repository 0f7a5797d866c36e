import { Secret, SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { loginCommand } from './login-command.ts';
import type { SignInRecord } from './sign-in-record.ts';

/** What requests are authorized with, and where it comes from. */
export type Credentials =
  | { readonly kind: 'access token'; readonly origin: 'environment'; readonly token: Secret }
  | {
      readonly kind: 'personal access token';
      readonly origin: 'environment' | 'sign-in';
      readonly tokenId: string;
      readonly token: Secret;
    }
  | {
      readonly kind: 'connection';
      readonly origin: 'sign-in';
      readonly connectionId: string;
      readonly signIn: SignInRecord;
    };

/** The credentials that the environment names, else those of the profile's sign-in, else nothing. */
export async function findCredentials(cli: Cli): Promise<Credentials | undefined> {
  const given = environmentCredentials(cli.host.env);
  if (given !== undefined) return { ...given, origin: 'environment', token: new Secret(given.token) };
  const { profile } = await cli.settings();
  // What opens its seals is not needed before.
  const { readSignIn } = await import('./sign-in-record.ts');
  const signIn = await readSignIn(cli, profile.value);
  if (signIn?.personalAccessToken !== undefined) {
    return { kind: 'personal access token', origin: 'sign-in', ...signIn.personalAccessToken };
  }
  if (signIn?.connectionId === undefined) return undefined;
  return { kind: 'connection', origin: 'sign-in', connectionId: signIn.connectionId, signIn };
}

/** @throws SipgateKitError `not_signed_in` when there are none. */
export async function credentialsOf(cli: Cli): Promise<Credentials> {
  const credentials = await findCredentials(cli);
  if (credentials === undefined) throw notSignedIn((await cli.settings()).profile.value);
  return credentials;
}

export function notSignedIn(profile: string): SipgateKitError {
  return new SipgateKitError('not_signed_in', `Nobody is signed in with the profile "${profile}".`, {
    hint: `Next: ${loginCommand(profile)}. In scripts, set SIPGATE_TOKEN_ID and SIPGATE_TOKEN to a personal access token.`,
  });
}
