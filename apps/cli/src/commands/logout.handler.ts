import { SipgateKitError } from '@sipgate-kit/core';
import type { Handler } from '../command.ts';
import { type EndedSignIn, endSignIn, endUnusedConnections } from '../session/end-sign-in.ts';
import { environmentCredentials } from '../session/environment-credentials.ts';
import { signedInProfiles } from '../session/sign-in-record.ts';
import type { options } from './logout.ts';

const logout: Handler<typeof options> = async ({ all }, cli) => {
  const profiles = all ? await signedInProfiles(cli.paths) : [(await cli.settings()).profile.value];
  const ended: EndedSignIn[] = [];
  const failures: SipgateKitError[] = [];
  const tell = (...more: readonly EndedSignIn[]) => {
    for (const one of more) {
      ended.push(one);
      cli.output.note(textOf(one));
      if (one.error !== undefined) failures.push(notRevoked(one, one.error));
    }
  };
  for (const profile of profiles) {
    try {
      const one = await endSignIn(cli, profile, profiles);
      if (one !== undefined) tell(one);
    } catch (error) {
      // The others are signed out all the same.
      if (!(error instanceof SipgateKitError) || !all) throw error;
      failures.push(error);
    }
  }
  if (all) tell(...(await endUnusedConnections(cli)));
  if (ended.length === 0 && failures.length === 0) {
    cli.output.note(all ? 'Nobody is signed in.' : `Nobody is signed in with the profile "${profiles[0]}".`);
  }
  if (environmentCredentials(cli.host.env) !== undefined) {
    cli.output.warn('SIPGATE_TOKEN is set and goes on working: remove it from the environment, too.');
  }
  if (cli.output.json) await cli.output.data(ended.map(dataOf), () => '');
  for (const failure of failures.slice(1)) cli.output.warn(`${failure.message} ${failure.hint}`);
  if (failures[0] !== undefined) throw failures[0];
};

function dataOf({ profile, method, revoked, sharedWith = [] }: EndedSignIn) {
  return { profile, method, revoked, sharedWith };
}

function textOf({ profile, method, revoked, sharedWith = [] }: EndedSignIn): string {
  const out = `${nameOf(profile)} is signed out`;
  if (method === 'personal_access_token') {
    return `${out}. The personal access token itself goes on working: delete it in the sipgate web app to end it.`;
  }
  if (sharedWith.length > 0) {
    return `${out}. The tokens stay, since ${sharedWith.join(', ')} use them, too; sipgate logout --all ends them all.`;
  }
  return revoked ? `${out}, here and at sipgate.` : `${out} here.`;
}

function nameOf(profile: string | null): string {
  return profile === null ? 'A sign-in that no profile used any more' : `The profile "${profile}"`;
}

function notRevoked({ profile }: EndedSignIn, { code, message }: SipgateKitError): SipgateKitError {
  return new SipgateKitError(
    code,
    `${nameOf(profile)} is signed out here, but sipgate did not confirm it: ${message}`,
    {
      hint: 'Nothing here can use the tokens any more. At sipgate they end by themselves, 30 days after their last use at the latest; removing the application in the sipgate account ends them at once.',
    },
  );
}

export default logout;
