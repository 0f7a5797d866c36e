import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'numbers',
  summary: 'List the phone numbers of your account',
  description: 'Reads all pages.',
  examples: ['sipgate numbers', "sipgate numbers --json | jq -r '.[].number'"],
  json: '[{ id, number, localized, type, endpointId?, endpointAlias?, endpointUrl? }]',
  load: async () => (await import('./numbers.handler.ts')).default,
});
