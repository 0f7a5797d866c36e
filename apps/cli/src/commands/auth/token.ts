import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'auth token',
  summary: 'Print a valid access token, for other programs',
  description:
    'Refreshes it first when it has expired or is about to. The token is a secret: whoever has it can do all that you allowed at the sign-in, for some minutes.',
  examples: [
    'sipgate auth token',
    'curl -H "Authorization: Bearer $(sipgate auth token)" https://api.sipgate.com/v2/account',
  ],
  json: '{ accessToken, tokenType, expiresAt, scopes }; expiresAt and scopes are null where unknown',
  load: async () => (await import('./token.handler.ts')).default,
});
