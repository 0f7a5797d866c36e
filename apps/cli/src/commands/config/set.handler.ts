import { isLoopbackHost, SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { isShared, type SettingName, settingDefinitions, settingNames } from '../../settings/setting-definitions.ts';
import { profileIn } from '../../settings/settings.ts';
import { assertProfileName, changeProjectFile, changeUserFile, withSetting } from '../../settings/settings-changes.ts';
import type { options, positionals } from './set.ts';
import { noteWhatWins } from './what-wins.ts';

const set: Handler<typeof options, typeof positionals> = async ({ setting, value, project }, cli) => {
  const name = setting as SettingName;
  assertValue(name, value);
  if (name === 'keyring' && value === 'on') await cli.proveKeyring();
  const changed = project
    ? await setInProject(cli, name, value)
    : isShared(name)
      ? await setForAll(cli, name, value)
      : await setInProfile(cli, name, value);
  if (cli.output.json) await cli.output.data({ setting, value, ...changed }, () => '');
  cli.output.note(
    changed.profile === undefined
      ? `Set ${setting} in ${changed.file}.`
      : `Set ${setting} of the profile "${changed.profile}" in ${changed.file}.`,
  );
  await noteWhatWins(cli, name, changed.file);
  // Moves the key now, while somebody looks.
  if (name === 'keyring') await cli.keys();
  cli.output.note('Next: sipgate doctor');
};

function assertValue(name: SettingName, value: string): void {
  const problem = value === '' ? 'cannot be empty' : (settingDefinitions[name].check(value) ?? insecure(name, value));
  if (problem === undefined) return;
  throw new SipgateKitError('invalid_input', `${name} ${problem}: "${value}".`, {
    hint:
      value === ''
        ? `Take it out instead: sipgate config unset ${name}`
        : 'Nothing was changed. Write it as in https://api.sipgate.com/v2.',
  });
}

function insecure(name: SettingName, value: string): string | undefined {
  if (name !== 'issuer' && name !== 'apiUrl') return undefined;
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && !isLoopbackHost(hostname)
    ? 'would send secrets readable for everybody; use https'
    : undefined;
}

async function setInProject(cli: Cli, name: SettingName, value: string) {
  if (!settingDefinitions[name].project) {
    const allowed = settingNames.filter((one) => settingDefinitions[one].project);
    throw new SipgateKitError('invalid_input', `${name} cannot stand in a project's file: it says where tokens go.`, {
      hint: `In a project's file may stand: ${allowed.join(', ')}. Leave out --project to set it for yourself.`,
    });
  }
  return { file: await changeProjectFile(cli, (values) => withSetting(values, name, value)), profile: undefined };
}

async function setForAll(cli: Cli, name: SettingName, value: string) {
  const file = await changeUserFile(cli, (user) => ({ ...user, shared: withSetting(user.shared, name, value) }));
  return { file, profile: undefined };
}

async function setInProfile(cli: Cli, name: SettingName, value: string) {
  const { profile } = await foundSettings(cli);
  assertProfileName(profile.value);
  const file = await changeUserFile(cli, (user) => ({
    ...user,
    profiles: { ...user.profiles, [profile.value]: withSetting(profileIn(user, profile.value) ?? {}, name, value) },
  }));
  return { file, profile: profile.value };
}

export default set;
