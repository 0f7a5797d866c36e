import type { Handler } from '../../command.ts';
import { signInKindOf } from '../../session/sign-in-record.ts';
import { reasonOf } from '../../settings/chosen-profile.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { changeProjectFile, changeUserFile } from '../../settings/settings-changes.ts';
import { profileMissing } from '../../settings/settings-files.ts';
import type { options, positionals } from './use.ts';

const use: Handler<typeof options, typeof positionals> = async ({ profile, project }, cli) => {
  const { profileExists, user } = await foundSettings(cli, profile);
  if (!profileExists) throw profileMissing(profile, Object.keys(user.profiles));
  const file = project
    ? await changeProjectFile(cli, (values) => ({ ...values, profile }))
    : await changeUserFile(cli, (before) => ({ ...before, profile }));
  if (cli.output.json) await cli.output.data({ profile, file }, () => '');
  cli.output.note(`The profile "${profile}" is in use from now on (${file}).`);
  const { profile: inForce } = await foundSettings(cli);
  if (inForce.value !== profile) {
    cli.output.warn(`Here "${inForce.value}" is used all the same, because of ${reasonOf(inForce)}.`);
  }
  const signedIn = (await signInKindOf(cli.paths, profile)) !== undefined;
  cli.output.note(signedIn ? 'Next: sipgate account' : `Next: sipgate login --profile ${profile}`);
};

export default use;
