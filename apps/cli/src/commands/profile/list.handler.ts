import type { Handler } from '../../command.ts';
import { signInKindOf } from '../../session/sign-in-record.ts';
import { reasonOf } from '../../settings/chosen-profile.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { SANDBOX_PROFILE, sandboxProfile } from '../../settings/sandbox-profile.ts';
import { BUILT_IN_PROFILES, profileIn } from '../../settings/settings.ts';
import { signInText } from './sign-in-text.ts';

const list: Handler<Record<never, never>> = async (_args, cli) => {
  const { profile: inUse, user, profileExists } = await foundSettings(cli);
  if (!profileExists) {
    cli.output.warn(
      `The profile in use, "${inUse.value}", does not exist (${reasonOf(inUse)}). Next: sipgate profile use <profile>`,
    );
  }
  const names = [...new Set([...BUILT_IN_PROFILES, ...Object.keys(user.profiles).sort()])];
  const rows = await Promise.all(
    names.map(async (profile) => ({
      profile,
      inUse: profile === inUse.value,
      ...(profile === inUse.value && { why: reasonOf(inUse) }),
      signIn: (await signInKindOf(cli.paths, profile)) ?? null,
      readyMade: BUILT_IN_PROFILES.includes(profile),
      settings: { ...(profile === SANDBOX_PROFILE && sandboxProfile), ...profileIn(user, profile) },
    })),
  );
  await cli.output.list(
    rows,
    [
      { head: 'PROFILE', value: ({ profile }) => profile },
      { head: 'IN USE', value: ({ why }) => (why === undefined ? '' : `yes: ${why}`) },
      { head: 'SIGN-IN', value: ({ signIn }) => signInText(signIn ?? undefined) },
      { head: 'CLIENT ID', value: ({ settings }) => settings.clientId ?? '' },
    ],
    '',
  );
};

export default list;
