import { defineCommand, type Options } from '../../command.ts';

export const options = {
  offline: { kind: 'flag', summary: 'Tell what is known here, without asking sipgate' },
} as const satisfies Options;

export default defineCommand({
  name: 'auth status',
  summary: 'Show who is signed in, with which rights, and until when',
  description:
    'Asks sipgate whether the credentials really work. The exit code is 0 when they do, and 4 when somebody has to sign in first.',
  options,
  examples: [
    'sipgate auth status',
    'sipgate auth status --offline --json',
    'sipgate auth status >/dev/null || sipgate login',
  ],
  json: '{ profile, status, method, origin, person: { id, masterSipId, domain, name, email, company }, scopes, clientId, issuer, tokenId, accessTokenExpiresAt, refreshTokenExpiresAt, overridden }; null where unknown. status: active, unverified, needs_login, paused, refused or signed_out. method: oauth, personal_access_token, access_token',
  load: async () => (await import('./status.handler.ts')).default,
});
