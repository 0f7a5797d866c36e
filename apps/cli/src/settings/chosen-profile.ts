import type { Environment } from '../cli.ts';
import { first, from, type Setting } from './setting.ts';
import type { ProjectFile, UserFile } from './settings-files.ts';

/** What is used when nobody names a profile. */
export const DEFAULT_PROFILE = 'default';

/** The profile in use and who named it: flag > environment > project file > user file > default. */
export function chosenProfile(
  env: Environment,
  flag: string | undefined,
  project: ProjectFile | undefined,
  user: UserFile,
): Setting {
  return (
    first(
      from('flag', flag, '--profile'),
      from('environment', env['SIPGATE_PROFILE'], 'SIPGATE_PROFILE'),
      from('project file', project?.values.profile, project?.path),
      from('user file', user.profile, user.path),
    ) ?? { value: DEFAULT_PROFILE, origin: 'default' }
  );
}

/** Why a profile is in use, for people: `SIPGATE_PROFILE`, `/home/ada/crm/sipgate.json`. */
export function reasonOf({ origin, where }: Setting): string {
  if (origin === 'default') return 'nobody named another';
  return origin === 'user file' ? '`sipgate profile use`' : (where ?? origin);
}
