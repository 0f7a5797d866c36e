import { defineCommand, type Positional } from '../../command.ts';

export const positionals = [
  { name: 'profile', summary: 'Which one; the one in use by default' },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'profile show',
  summary: 'Show a profile: its settings, where they come from, whether it is signed in',
  positionals,
  examples: ['sipgate profile show', 'sipgate profile show sandbox'],
  json: '{ profile, inUse, why?, signIn, settings: { <name>: { value, origin, where? } } }',
  load: async () => (await import('./show.handler.ts')).default,
});
