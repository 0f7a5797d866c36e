import { defineCommand, type Positional } from '../../command.ts';

export const positionals = [
  { name: 'words', summary: 'What to look for, as in: client delete', required: true, many: true },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'api search',
  summary: 'Search the operations of the REST API',
  description:
    'Finds the operations that have every word in their id, path, tag, summary or description; the best come first.',
  positionals,
  examples: ['sipgate api search history', 'sipgate api search client delete'],
  json: '[{ operationId, tag, method, path, summary, scopes }]',
  load: async () => (await import('./search.handler.ts')).default,
});
