import { defineCommand, type Positional } from '../../command.ts';
import { settingNames } from '../../settings/setting-definitions.ts';

export const positionals = [
  { name: 'setting', summary: 'Which one', required: true, choices: settingNames },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'config get',
  summary: 'Print the value of a setting',
  positionals,
  examples: ['sipgate config get clientId', 'sipgate config get apiUrl --profile sandbox'],
  json: '{ setting, value, origin, where? }',
  load: async () => (await import('./get.handler.ts')).default,
});
