import type { Cli } from '../../cli.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { originText } from '../../settings/setting.ts';
import type { SettingName } from '../../settings/setting-definitions.ts';

/** Warns when something stronger than the file that was just written decides about a setting. */
export async function noteWhatWins(cli: Cli, name: SettingName, file: string): Promise<void> {
  const { values } = await foundSettings(cli);
  const inForce = values[name];
  if (inForce === undefined || inForce.where === file || inForce.origin === 'default') return;
  cli.output.warn(`Another value wins: "${inForce.value}" (${originText(inForce)}).`);
}
