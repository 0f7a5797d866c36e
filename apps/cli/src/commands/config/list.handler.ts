import type { Handler } from '../../command.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { originText, type Setting } from '../../settings/setting.ts';
import { settingNames } from '../../settings/setting-definitions.ts';
import type { options } from './list.ts';

interface Row {
  readonly setting: string;
  readonly found: Setting | undefined;
  readonly problem: string | undefined;
}

const list: Handler<typeof options> = async ({ origin }, cli) => {
  const { profile, values, problems, profileExists } = await foundSettings(cli);
  const rows: readonly Row[] = [
    { setting: 'profile', found: profile, problem: profileExists ? undefined : 'does not exist' },
    ...settingNames.map((setting) => ({ setting, found: values[setting], problem: problems[setting] })),
  ];
  for (const { setting, found, problem } of rows) {
    if (problem !== undefined && found !== undefined)
      cli.output.warn(`${setting} ("${found.value}", ${originText(found)}) ${problem}.`);
  }
  if (cli.output.json) return cli.output.data(rows.map(rowData), () => '');
  const columns = [
    { head: 'SETTING', value: (row: Row) => row.setting },
    { head: 'VALUE', value: (row: Row) => row.found?.value ?? '' },
  ];
  const originColumn = {
    head: 'ORIGIN',
    value: ({ found }: Row) => (found === undefined ? 'not set' : originText(found)),
  };
  await cli.output.list(rows, origin ? [...columns, originColumn] : columns, 'Nothing is set.');
};

function rowData({ setting, found, problem }: Row) {
  const { value = null, origin = null, where } = found ?? {};
  return { setting, value, origin, ...(where !== undefined && { where }), ...(problem !== undefined && { problem }) };
}

export default list;
