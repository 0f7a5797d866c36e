import { SipgateKitError } from '@sipgate-kit/core';
import type { Handler } from '../../command.ts';
import type { SettingName } from '../../settings/setting-definitions.ts';
import type { positionals } from './get.ts';

const get: Handler<Record<never, never>, typeof positionals> = async ({ setting }, cli) => {
  const { values, profile } = await cli.settings();
  const found = values[setting as SettingName];
  if (found === undefined) {
    throw new SipgateKitError('invalid_configuration', `${setting} is not set for the profile "${profile.value}".`, {
      hint: `Set it: sipgate config set ${setting} <value>`,
    });
  }
  await cli.output.data({ setting, ...found }, ({ value }) => value);
};

export default get;
