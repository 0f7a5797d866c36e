import { defineCommand, type Options } from '../../command.ts';
import { secretOptions } from './client-options.ts';

export const options = { ...secretOptions } as const satisfies Options;

export default defineCommand({
  name: 'clients list',
  summary: 'List your OAuth clients',
  options,
  examples: ['sipgate clients list', "sipgate clients list --json | jq -r '.[].clientId'"],
  json: '[{ clientId, clientSecret?, name, description, redirectUris, webOrigins, privacyUrl?, termsUrl? }]',
  load: async () => (await import('./list.handler.ts')).default,
});
