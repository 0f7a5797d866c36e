import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'auth refresh',
  summary: 'Refresh the access token now, due or not',
  description:
    'No command needs it: every one refreshes when it has to. Use it to see whether refreshing works, or to keep a sign-in alive that is seldom used.',
  examples: ['sipgate auth refresh', 'sipgate auth refresh --json'],
  json: '{ profile, refreshed, accessTokenExpiresAt, refreshTokenExpiresAt, scopes }; null where unknown',
  load: async () => (await import('./refresh.handler.ts')).default,
});
