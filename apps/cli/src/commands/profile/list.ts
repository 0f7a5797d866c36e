import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'profile list',
  summary: 'List the profiles, and which is in use and why',
  description:
    'A profile is a set of settings with its own sign-in. Two are always there: default, and sandbox for the local sandbox.',
  examples: ['sipgate profile list', 'sipgate profile list --json | jq -r ".[] | select(.inUse).profile"'],
  json: '[{ profile, inUse, why?, signIn, readyMade, settings }]; signIn is connection, personal access token or null',
  load: async () => (await import('./list.handler.ts')).default,
});
