import { defineCommand, type Options, type Positional } from '../../command.ts';

export const options = {
  logout: { kind: 'flag', summary: 'Sign out first, if somebody is signed in with it' },
  yes: { kind: 'flag', summary: 'Do not ask', alias: 'y' },
} as const satisfies Options;

export const positionals = [
  { name: 'profile', summary: 'Which one', required: true },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'profile delete',
  summary: 'Delete a profile with its settings',
  description:
    'Where somebody is signed in with it, the sign-in is ended at sipgate first: deleting alone would leave its tokens alive. The profile sandbox is always there; its own settings can be taken out with `sipgate config unset`.',
  positionals,
  options,
  examples: ['sipgate profile delete work', 'sipgate profile delete work --logout --yes'],
  json: '{ profile, deleted, signedOut, revoked, file }; revoked is null where nobody was signed in',
  load: async () => (await import('./delete.handler.ts')).default,
});
