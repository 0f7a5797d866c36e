import type { Cli } from '../cli.ts';
import { settingNames } from '../settings/setting-definitions.ts';
import { BUILT_IN_PROFILES, findSettings, profileIn, type Settings } from '../settings/settings.ts';
import { assertProfileName, changeUserFile } from '../settings/settings-changes.ts';
import { invalidSetting, type ProfileValues } from '../settings/settings-files.ts';

/**
 * The settings to sign in with: what was said on the command line wins. The profile need not be there yet, since
 * signing in makes it.
 *
 * @throws SipgateKitError `invalid_input` for a name no profile can have, `invalid_configuration`, `file_malformed`.
 */
export async function loginSettings({ host, paths, globals }: Cli, said: ProfileValues): Promise<Settings> {
  const { env, cwd } = host;
  const found = await findSettings({ env, cwd, paths }, { profile: globals.profile, ...said });
  if (!found.profileExists) assertProfileName(found.profile.value);
  for (const name of settingNames) {
    const problem = found.problems[name];
    const { where, origin } = found.values[name] ?? { origin: 'default' };
    if (problem !== undefined) throw invalidSetting(name, where ?? origin, problem);
  }
  return found;
}

/**
 * Keeps what was said about the OAuth client in the profile, so that it need not be said again; makes the profile where
 * there is none.
 *
 * @throws SipgateKitError `file_malformed`, `file_unreadable`, `file_unwritable`.
 */
export async function rememberInProfile(cli: Cli, profile: string, said: ProfileValues): Promise<void> {
  if (Object.keys(said).length === 0 && BUILT_IN_PROFILES.includes(profile)) return;
  await changeUserFile(cli, (file) => ({
    ...file,
    profiles: { ...file.profiles, [profile]: { ...profileIn(file, profile), ...said } },
  }));
}
