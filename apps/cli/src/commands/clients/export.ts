import { defineCommand, type Options } from '../../command.ts';

export const options = {
  file: {
    kind: 'text',
    alias: 'f',
    value: 'file',
    summary: 'Write to this file: JSON if it ends in .json, else YAML; - is stdout',
  },
  yes: { kind: 'flag', alias: 'y', summary: 'Do not ask before a file is replaced' },
} as const satisfies Options;

export default defineCommand({
  name: 'clients export',
  summary: 'Write your OAuth clients into a file that plan and apply read',
  description: 'There are no secrets in it, so that it can be kept with your code. Without -f it goes to stdout.',
  options,
  examples: ['sipgate clients export -f clients.yaml', 'sipgate clients export --json'],
  json: 'the document: { clients: [{ clientId, name, description, redirectUris, webOrigins, privacyUrl, termsUrl }] }; with a file { file, clients }, the number of clients in it',
  load: async () => (await import('./export.handler.ts')).default,
});
