import { defineCommand, type Options, type Positional } from '../../command.ts';
import { changingOptions, describingOptions } from './client-options.ts';

export const positionals = [
  { name: 'client', summary: 'Name or client id', required: true },
] as const satisfies readonly Positional[];

export const options = {
  ...describingOptions,
  'redirect-uri': { kind: 'list', value: 'uri', summary: 'Replace all redirect URIs by these' },
  'add-redirect-uri': { kind: 'list', value: 'uri', summary: 'Add this redirect URI' },
  'remove-redirect-uri': { kind: 'list', value: 'uri', summary: 'Remove this redirect URI' },
  'web-origin': { kind: 'list', value: 'origin', summary: 'Replace all web origins by these' },
  'add-web-origin': { kind: 'list', value: 'origin', summary: 'Add this web origin' },
  'remove-web-origin': { kind: 'list', value: 'origin', summary: 'Remove this web origin' },
  ...changingOptions,
} as const satisfies Options;

export default defineCommand({
  name: 'clients update',
  summary: 'Change an OAuth client',
  description:
    'Shows what would change and asks before it is written. Fields that are not named stay as they are. --privacy-url= and --terms-url= remove the link.',
  positionals,
  options,
  examples: [
    'sipgate clients update "Example CRM" --add-redirect-uri https://crm.example.com/oauth',
    'sipgate clients update "Example CRM" --name "Example CRM 2" --dry-run',
    'sipgate clients update "Example CRM" --from-file client.yaml --yes',
  ],
  json: '{ outcome, client: { clientId, name, description, redirectUris, webOrigins, privacyUrl?, termsUrl? }, changes: [{ field, before, after }] }; outcome: updated, unchanged, would_update; client: as it is afterwards, with would_update as it is now',
  load: async () => (await import('./update.handler.ts')).default,
});
