import { defineCommand, type Options, type Positional } from '../../command.ts';

export const options = {
  project: { kind: 'flag', summary: "Write it into the project's sipgate.json: it counts below that folder only" },
} as const satisfies Options;

export const positionals = [
  { name: 'profile', summary: 'Which one', required: true },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'profile use',
  summary: 'Use a profile from now on',
  positionals,
  options,
  examples: ['sipgate profile use sandbox', 'sipgate profile use default', 'sipgate profile use work --project'],
  json: '{ profile, file }',
  load: async () => (await import('./use.handler.ts')).default,
});
