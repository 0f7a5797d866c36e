import { DEFAULT_API_URL } from '@sipgate-kit/core';
import type { Environment } from '../cli.ts';
import type { Paths } from './paths.ts';
import { SANDBOX_PROFILE, sandboxProfile } from './sandbox-profile.ts';
import { type SettingName, settingDefinitions, settingNames, variableOf } from './setting-definitions.ts';
import { invalidSetting, type ProfileValues, profileMissing, readProjectFile, readUserFile } from './settings-files.ts';

/** Where a value comes from, the strongest first. */
export type Origin = 'flag' | 'environment' | 'project file' | 'user file' | 'default';

/** A value and where it was found; `where` names the variable or the file. */
export interface Setting {
  readonly value: string;
  readonly origin: Origin;
  readonly where?: string;
}

/** The settings in force: flag > environment > project file > user file > default. */
export interface Settings {
  readonly profile: Setting;
  readonly values: Readonly<Partial<Record<SettingName, Setting>>>;
  get(name: SettingName): string | undefined;
}

const DEFAULTS: ProfileValues = {
  apiUrl: DEFAULT_API_URL,
  redirectUri: 'http://localhost:8080/oauth',
};

/**
 * Reads what is set for the profile in use.
 *
 * @throws SipgateKitError `profile_not_found`, `file_malformed`, `invalid_configuration`.
 */
export async function readSettings(
  { env, cwd, paths }: { readonly env: Environment; readonly cwd: string; readonly paths: Paths },
  flags: { readonly profile: string | undefined } & Partial<Record<SettingName, string | undefined>>,
): Promise<Settings> {
  const [user, project] = await Promise.all([readUserFile(paths), readProjectFile(cwd)]);
  const profile = first(
    from('flag', flags.profile, '--profile'),
    from('environment', env['SIPGATE_PROFILE'], 'SIPGATE_PROFILE'),
    from('project file', project?.values.profile, project?.path),
    from('user file', user.profile, user.path),
  ) ?? { value: 'default', origin: 'default' };
  const own = user.profiles[profile.value] ?? (profile.value === SANDBOX_PROFILE ? {} : undefined);
  if (own === undefined && profile.value !== 'default') throw profileMissing(profile.value, Object.keys(user.profiles));
  const defaults = profile.value === SANDBOX_PROFILE ? { ...DEFAULTS, ...sandboxProfile } : DEFAULTS;
  const values: Partial<Record<SettingName, Setting>> = {};
  for (const name of settingNames) {
    const setting = first(
      from('flag', flags[name], `--${name}`),
      from('environment', env[variableOf(name)], variableOf(name)),
      from('project file', settingDefinitions[name].project ? project?.values[name] : undefined, project?.path),
      from('user file', own?.[name], user.path),
      from('default', defaults[name]),
    );
    if (setting === undefined) continue;
    const problem = settingDefinitions[name].check(setting.value);
    if (problem !== undefined) throw invalidSetting(name, setting.where ?? setting.origin, problem);
    values[name] = setting;
  }
  return { profile, values, get: (name) => values[name]?.value };
}

function from(origin: Origin, value: string | undefined, where?: string): Setting | undefined {
  if (value === undefined || value === '') return undefined;
  return { value, origin, ...(where !== undefined && { where }) };
}

function first(...found: readonly (Setting | undefined)[]): Setting | undefined {
  return found.find((setting) => setting !== undefined);
}
