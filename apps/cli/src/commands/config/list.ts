import { defineCommand, type Options } from '../../command.ts';

export const options = {
  origin: { kind: 'flag', summary: 'Show where each value comes from' },
} as const satisfies Options;

export default defineCommand({
  name: 'config list',
  summary: 'List the settings in force',
  description:
    'What wins: option, environment variable, sipgate.json of the project, your own config.json, default. Wrong values are shown, too, with a warning.',
  options,
  examples: ['sipgate config list --origin', 'sipgate config list --profile sandbox'],
  json: '[{ setting, value, origin, where?, problem? }]; value and origin are null where nothing is set',
  load: async () => (await import('./list.handler.ts')).default,
});
