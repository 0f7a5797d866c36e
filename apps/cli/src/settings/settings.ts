import { DEFAULT_API_URL } from '@sipgate-kit/core';
import type { Environment } from '../cli.ts';
import { chosenProfile, DEFAULT_PROFILE } from './chosen-profile.ts';
import type { Paths } from './paths.ts';
import { SANDBOX_PROFILE, sandboxProfile } from './sandbox-profile.ts';
import { first, from, type Setting } from './setting.ts';
import { isShared, type SettingName, settingDefinitions, settingNames, variableOf } from './setting-definitions.ts';
import {
  invalidSetting,
  type ProfileValues,
  type ProjectFile,
  profileMissing,
  readProjectFile,
  readUserFile,
  type UserFile,
} from './settings-files.ts';

/** The settings in force: flag > environment > project file > user file > default. */
export interface Settings {
  readonly profile: Setting;
  readonly values: Readonly<Partial<Record<SettingName, Setting>>>;
  get(name: SettingName): string | undefined;
}

/** Settings as they were found, right or wrong, and the files they were found in. */
export interface FoundSettings extends Settings {
  readonly user: UserFile;
  readonly project: ProjectFile | undefined;
  /** Whether anything makes this profile: a file, or that it is always there. */
  readonly profileExists: boolean;
  /** What is wrong with values, in words that follow the name: `apiUrl` → `is no http(s) URL`. */
  readonly problems: Readonly<Partial<Record<SettingName, string>>>;
}

/** What settings are looked up with. */
export interface SettingsSources {
  readonly env: Environment;
  readonly cwd: string;
  readonly paths: Paths;
}

/** Values said on the command line. */
export type SettingFlags = { readonly profile: string | undefined } & Partial<Record<SettingName, string | undefined>>;

const DEFAULTS: ProfileValues = {
  apiUrl: DEFAULT_API_URL,
  redirectUri: 'http://localhost:8080/oauth',
};

/** Profiles that are there without a file. */
export const BUILT_IN_PROFILES: readonly string[] = [DEFAULT_PROFILE, SANDBOX_PROFILE];

/**
 * Reads what is set for the profile in use.
 *
 * @throws SipgateKitError `profile_not_found`, `file_malformed`, `invalid_configuration`.
 */
export async function readSettings(sources: SettingsSources, flags: SettingFlags): Promise<Settings> {
  const found = await findSettings(sources, flags);
  const { profile, values, problems, user } = found;
  if (!found.profileExists) throw profileMissing(profile.value, Object.keys(user.profiles));
  for (const name of settingNames) {
    const problem = problems[name];
    if (problem !== undefined) throw invalidSetting(name, values[name]?.where ?? values[name]?.origin ?? '', problem);
  }
  return found;
}

/**
 * The same without a judgement, for commands that show or repair what is set.
 *
 * @throws SipgateKitError `file_malformed`, `file_unreadable`.
 */
export async function findSettings({ env, cwd, paths }: SettingsSources, flags: SettingFlags): Promise<FoundSettings> {
  const [user, project] = await Promise.all([readUserFile(paths), readProjectFile(cwd)]);
  const profile = chosenProfile(env, flags.profile, project, user);
  const own = profileIn(user, profile.value);
  const defaults = profile.value === SANDBOX_PROFILE ? { ...DEFAULTS, ...sandboxProfile } : DEFAULTS;
  const values: Partial<Record<SettingName, Setting>> = {};
  const problems: Partial<Record<SettingName, string>> = {};
  for (const name of settingNames) {
    const { project: mayStandInProject, check } = settingDefinitions[name];
    const inUserFile = isShared(name) ? user.shared[name] : own?.[name];
    const setting = first(
      from('flag', flags[name], `--${name}`),
      from('environment', env[variableOf(name)], variableOf(name)),
      from('project file', mayStandInProject ? project?.values[name] : undefined, project?.path),
      from('user file', inUserFile, user.path),
      from('default', defaults[name]),
    );
    if (setting === undefined) continue;
    values[name] = setting;
    const problem = check(setting.value);
    if (problem !== undefined) problems[name] = problem;
  }
  return {
    profile,
    values,
    problems,
    user,
    project,
    profileExists: own !== undefined || BUILT_IN_PROFILES.includes(profile.value),
    get: (name) => values[name]?.value,
  };
}

/** A profile's own values; `undefined` when the user file does not know it. */
export function profileIn({ profiles }: UserFile, name: string): ProfileValues | undefined {
  return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
}
