import { defineCommand, type Options, type Positional } from '../../command.ts';
import { settingNames } from '../../settings/setting-definitions.ts';

export const options = {
  project: { kind: 'flag', summary: "Take it out of the project's sipgate.json" },
} as const satisfies Options;

export const positionals = [
  { name: 'setting', summary: 'Which one', required: true, choices: settingNames },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'config unset',
  summary: 'Take a setting out of a profile',
  description: 'What comes next in line counts again then; see `sipgate config list --origin`.',
  positionals,
  options,
  examples: ['sipgate config unset redirectUri', 'sipgate config unset scopes --project'],
  json: '{ setting, changed, profile?, file }',
  load: async () => (await import('./unset.handler.ts')).default,
});
