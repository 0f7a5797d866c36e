import { defineCommand, type Options } from '../command.ts';

export const options = {
  all: { kind: 'flag', summary: 'Sign out every profile' },
} as const satisfies Options;

export default defineCommand({
  name: 'logout',
  summary: 'Sign out: revoke the tokens at sipgate, then remove them from this machine',
  description:
    'The sign-in is removed from this machine even where sipgate cannot be told; the exit code is 1 then. Settings of profiles stay. A personal access token is only removed from here: delete it in the sipgate web app to end it.',
  options,
  examples: ['sipgate logout', 'sipgate logout --profile sandbox', 'sipgate logout --all'],
  json: '[{ profile, method, revoked, sharedWith }]; method: oauth, personal_access_token. revoked: whether sipgate confirmed that the tokens are dead. sharedWith: profiles that go on using the same connection. profile: null for a sign-in that no profile used any more',
  load: async () => (await import('./logout.handler.ts')).default,
});
