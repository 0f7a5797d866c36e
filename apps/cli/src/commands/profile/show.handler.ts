import type { Handler } from '../../command.ts';
import { detailsText } from '../../output/details.ts';
import { signInKindOf } from '../../session/sign-in-record.ts';
import { reasonOf } from '../../settings/chosen-profile.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { originText } from '../../settings/setting.ts';
import { settingNames } from '../../settings/setting-definitions.ts';
import { profileMissing } from '../../settings/settings-files.ts';
import type { positionals } from './show.ts';
import { signInText } from './sign-in-text.ts';

const show: Handler<Record<never, never>, typeof positionals> = async ({ profile: named }, cli) => {
  const { profile: inUse } = await foundSettings(cli);
  const profile = named ?? inUse.value;
  const { values, user, profileExists } = await foundSettings(cli, profile);
  if (!profileExists) throw profileMissing(profile, Object.keys(user.profiles));
  const signIn = await signInKindOf(cli.paths, profile);
  const why = profile === inUse.value ? reasonOf(inUse) : undefined;
  await cli.output.data(
    {
      profile,
      inUse: why !== undefined,
      ...(why !== undefined && { why }),
      signIn: signIn ?? null,
      settings: values,
    },
    (_data, view) =>
      detailsText(
        [
          ['Profile', profile],
          ['In use', why === undefined ? 'no' : `yes: ${why}`],
          ['Sign-in', signInText(signIn)],
          ...settingNames.map((name): readonly [string, string] => {
            const found = values[name];
            return [name, found === undefined ? 'not set' : `${found.value}  (${originText(found)})`];
          }),
        ],
        view,
      ),
  );
};

export default show;
