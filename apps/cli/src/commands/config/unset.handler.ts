import { join } from 'node:path';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { originText } from '../../settings/setting.ts';
import { isShared, type SettingName } from '../../settings/setting-definitions.ts';
import { profileIn } from '../../settings/settings.ts';
import { changeProjectFile, changeUserFile, withSetting } from '../../settings/settings-changes.ts';
import { PROJECT_FILE } from '../../settings/settings-files.ts';
import type { options, positionals } from './unset.ts';

const unset: Handler<typeof options, typeof positionals> = async ({ setting, project }, cli) => {
  const name = setting as SettingName;
  const { changed, file, profile } = project
    ? await fromProject(cli, name)
    : isShared(name)
      ? await fromAll(cli, name)
      : await fromProfile(cli, name);
  if (cli.output.json) {
    await cli.output.data({ setting, changed, ...(profile !== undefined && { profile }), file }, () => '');
  }
  const where = profile === undefined ? file : `the profile "${profile}" (${file})`;
  cli.output.note(changed ? `Took ${setting} out of ${where}.` : `${setting} is not set in ${where}; nothing changed.`);
  const { values } = await foundSettings(cli);
  const inForce = values[name];
  cli.output.note(
    inForce === undefined
      ? `${setting} is not set any more.`
      : `In force: "${inForce.value}" (${originText(inForce)}).`,
  );
};

async function fromProject(cli: Cli, name: SettingName) {
  const { project } = await foundSettings(cli);
  const changed = project?.values[name] !== undefined;
  const file = changed
    ? await changeProjectFile(cli, (values) => withSetting(values, name, undefined))
    : (project?.path ?? join(cli.host.cwd, PROJECT_FILE));
  return { changed, file, profile: undefined };
}

async function fromAll(cli: Cli, name: SettingName) {
  const { user } = await foundSettings(cli);
  const changed = user.shared[name] !== undefined;
  if (changed)
    await changeUserFile(cli, (before) => ({ ...before, shared: withSetting(before.shared, name, undefined) }));
  return { changed, file: user.path, profile: undefined };
}

async function fromProfile(cli: Cli, name: SettingName) {
  const { profile, user } = await foundSettings(cli);
  const own = profileIn(user, profile.value);
  const changed = own?.[name] !== undefined;
  if (changed) {
    await changeUserFile(cli, (before) => ({
      ...before,
      profiles: {
        ...before.profiles,
        [profile.value]: withSetting(profileIn(before, profile.value) ?? {}, name, undefined),
      },
    }));
  }
  return { changed, file: user.path, profile: profile.value };
}

export default unset;
