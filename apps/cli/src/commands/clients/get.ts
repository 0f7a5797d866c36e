import { defineCommand, type Options, type Positional } from '../../command.ts';
import { changingOptions, secretOptions, writeEnvOption } from './client-options.ts';

export const positionals = [
  { name: 'client', summary: 'Name or client id', required: true },
] as const satisfies readonly Positional[];

export const options = {
  ...secretOptions,
  ...writeEnvOption,
  yes: changingOptions.yes,
} as const satisfies Options;

export default defineCommand({
  name: 'clients get',
  summary: 'Show an OAuth client, or write it into a .env file',
  positionals,
  options,
  examples: [
    'sipgate clients get "Example CRM"',
    'sipgate clients get "Example CRM" --write-env .env',
    "sipgate clients get 2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e:third-party --json | jq '.redirectUris'",
  ],
  json: '{ clientId, clientSecret?, name, description, redirectUris, webOrigins, privacyUrl?, termsUrl? }; clientSecret with --reveal-secret only',
  load: async () => (await import('./get.handler.ts')).default,
});
