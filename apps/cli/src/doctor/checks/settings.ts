import { isLoopbackHost } from '@sipgate-kit/core';
import { providerOf } from '../../session/connection-tokens.ts';
import { reasonOf } from '../../settings/chosen-profile.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { originText } from '../../settings/setting.ts';
import { settingDefinitions, settingNames } from '../../settings/setting-definitions.ts';
import type { FoundSettings } from '../../settings/settings.ts';
import { profileMissing } from '../../settings/settings-files.ts';
import type { Check } from '../check.ts';
import { type Finding, fail, pass, Unmet, warn } from '../finding.ts';

/** The settings in force are possible ones, and where they lead. */
export const settings: Check = {
  id: 'settings',
  title: 'Settings',
  async run({ cli }) {
    const found = await foundSettings(cli).catch(() => {
      throw new Unmet('a settings file cannot be used');
    });
    const { profile, profileExists, user, project } = found;
    if (!profileExists) {
      const { message, hint } = profileMissing(profile.value, Object.keys(user.profiles));
      return fail(`${message} It is named by ${reasonOf(profile)}.`, hint);
    }
    const wrong = wrongValue(found);
    if (wrong !== undefined) return wrong;
    const ignored = settingNames.filter((name) => !settingDefinitions[name].project && project?.values[name]);
    if (project !== undefined && ignored.length > 0) {
      return warn(
        `${ignored.join(' and ')} in ${project.path} is ignored: a project's file must not say where tokens go.`,
        `Take it out there, and set it for yourself: sipgate config set ${ignored[0]} <value>`,
      );
    }
    const { issuer } = providerOf(found);
    return pass(`Profile "${profile.value}" (${reasonOf(profile)}), login ${issuer}, REST API ${found.get('apiUrl')}.`);
  },
};

function wrongValue({ values, problems }: FoundSettings): Finding | undefined {
  for (const name of settingNames) {
    const found = values[name];
    if (found === undefined) continue;
    const problem =
      problems[name] ?? (isInsecure(name, found.value) ? 'would send secrets readable for everybody' : undefined);
    if (problem !== undefined) {
      return fail(
        `${name} (${originText(found)}) ${problem}.`,
        'Correct it there: `sipgate config list --origin` shows all.',
      );
    }
  }
  return undefined;
}

function isInsecure(name: string, value: string): boolean {
  if (name !== 'issuer' && name !== 'apiUrl') return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && !isLoopbackHost(hostname);
}
