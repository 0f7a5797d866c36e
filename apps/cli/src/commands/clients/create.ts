import { defineCommand, type Options } from '../../command.ts';
import { changingOptions, describingOptions, secretOptions, writeEnvOption } from './client-options.ts';

export const options = {
  preset: {
    kind: 'text',
    value: 'kind',
    choices: ['server', 'browser', 'webphone', 'local'],
    summary: 'What it is for; fills in what usual clients of that kind have',
  },
  ...describingOptions,
  port: { kind: 'number', value: 'number', summary: 'Port of the preset local; default 8080' },
  ...writeEnvOption,
  'allow-duplicate': { kind: 'flag', summary: 'Create it even if there is a client of this name' },
  ...secretOptions,
  ...changingOptions,
} as const satisfies Options;

export default defineCommand({
  name: 'clients create',
  summary: 'Create an OAuth client',
  description:
    'Asks for what is missing. If there is a client of this name already, nothing is created and that one is shown, so that the command can be run again after a failure.\n' +
    "Presets: server signs people in on a server of yours and needs --redirect-uri; browser is an app in the browser alone and needs --web-origin, where it is served; webphone is sipgate's web phone in pages of yours, which --web-origin names; local is for development on this machine.",
  options,
  examples: [
    'sipgate clients create',
    'sipgate clients create --preset local --name "Example CRM on my machine" --write-env .env',
    'sipgate clients create --name "Example CRM" --description "Customers and calls" --redirect-uri https://crm.example.com/oauth',
    'sipgate clients create --from-file client.yaml --yes',
  ],
  json: '{ outcome, client: { clientId?, clientSecret?, name, description, redirectUris, webOrigins, privacyUrl?, termsUrl? } }; outcome: created, exists, would_create; clientSecret with --reveal-secret only',
  load: async () => (await import('./create.handler.ts')).default,
});
