import { defineCommand, type Options, type Positional } from '../../command.ts';
import { changingOptions } from './client-options.ts';

export const positionals = [
  { name: 'client', summary: 'Name or client id', required: true },
] as const satisfies readonly Positional[];

export const options = { ...changingOptions } as const satisfies Options;

export default defineCommand({
  name: 'clients delete',
  summary: 'Delete an OAuth client, for good',
  description:
    'It cannot be undone. Whoever signed in with the client is signed out, and has to consent again to its successor.',
  positionals,
  options,
  examples: ['sipgate clients delete "Example CRM"', 'sipgate clients delete "Example CRM" --yes'],
  json: '{ outcome, client: { clientId, name, description, redirectUris, webOrigins, privacyUrl?, termsUrl? } }; outcome: deleted, would_delete',
  load: async () => (await import('./delete.handler.ts')).default,
});
