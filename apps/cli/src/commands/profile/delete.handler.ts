import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { cancelled } from '../../prompts/prompts.ts';
import { type EndedSignIn, endSignIn } from '../../session/end-sign-in.ts';
import { signInKindOf } from '../../session/sign-in-record.ts';
import { DEFAULT_PROFILE } from '../../settings/chosen-profile.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { SANDBOX_PROFILE } from '../../settings/sandbox-profile.ts';
import { profileIn } from '../../settings/settings.ts';
import { changeUserFile } from '../../settings/settings-changes.ts';
import { profileMissing } from '../../settings/settings-files.ts';
import type { options, positionals } from './delete.ts';

const deleteProfile: Handler<typeof options, typeof positionals> = async ({ profile, logout, yes }, cli) => {
  if (profile === SANDBOX_PROFILE) throw alwaysThere();
  const { user } = await foundSettings(cli, profile);
  const signedIn = (await signInKindOf(cli.paths, profile)) !== undefined;
  const known = profileIn(user, profile) !== undefined;
  if (!known && !signedIn) {
    if (profile !== DEFAULT_PROFILE) throw profileMissing(profile, Object.keys(user.profiles));
    cli.output.note('The profile "default" has no settings of its own; nothing changed.');
    if (cli.output.json) await cli.output.data(dataOf(profile, false, undefined, user.path), () => '');
    return;
  }
  await confirm(cli, profile, signedIn, { logout, yes });
  const ended = signedIn ? await endSignIn(cli, profile) : undefined;
  const file = known ? await remove(cli, profile) : user.path;
  if (cli.output.json) await cli.output.data(dataOf(profile, true, ended, file), () => '');
  if (ended !== undefined) noteSignOut(cli, ended);
  cli.output.note(`The profile "${profile}" is deleted (${file}).`);
  if (user.profile === profile) cli.output.note('The profile "default" is in use from now on.');
};

async function confirm(cli: Cli, profile: string, signedIn: boolean, said: { logout: boolean; yes: boolean }) {
  const needed = signedIn && !said.logout ? '--logout --yes' : '--yes';
  if (said.yes && needed !== '--yes') {
    throw new SipgateKitError('input_needed', `Somebody is signed in with the profile "${profile}".`, {
      hint: `Sign out first: sipgate logout --profile ${profile}. Or do both at once: sipgate profile delete ${profile} ${needed}`,
    });
  }
  if (said.yes) return;
  const what = signedIn ? 'Somebody is signed in with it: sign out at sipgate and delete' : 'Delete';
  const message = `${what} the profile "${profile}"?`;
  if (!(await cli.prompts.confirm({ message, instead: needed }))) throw cancelled();
}

function remove(cli: Cli, profile: string): Promise<string> {
  return changeUserFile(cli, ({ profile: chosen, profiles: { [profile]: _deleted, ...profiles }, path }) => ({
    path,
    profiles,
    ...(chosen !== undefined && chosen !== profile && { profile: chosen }),
  }));
}

function noteSignOut(cli: Cli, { method, revoked, error, sharedWith = [] }: EndedSignIn): void {
  if (sharedWith.length > 0) cli.output.note(`The tokens stay, since ${sharedWith.join(', ')} use them, too.`);
  else if (method === 'personal_access_token') {
    cli.output.note('The personal access token itself goes on working: delete it in the sipgate web app to end it.');
  } else if (revoked) cli.output.note('Signed out, here and at sipgate.');
  else
    cli.output.warn(
      `Signed out here, but sipgate did not confirm it${error === undefined ? '.' : `: ${error.message}`}`,
    );
}

function dataOf(profile: string, deleted: boolean, ended: EndedSignIn | undefined, file: string) {
  return { profile, deleted, signedOut: ended !== undefined, revoked: ended?.revoked ?? null, file };
}

function alwaysThere(): SipgateKitError {
  return new SipgateKitError('invalid_input', `The profile "${SANDBOX_PROFILE}" is ready-made and always there.`, {
    hint: `Sign out of it with \`sipgate logout --profile ${SANDBOX_PROFILE}\`; take settings out with \`sipgate config unset\`.`,
  });
}

export default deleteProfile;
