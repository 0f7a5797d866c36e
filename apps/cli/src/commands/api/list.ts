import { defineCommand, type Options } from '../../command.ts';

export const options = {
  tag: { kind: 'text', value: 'tag', summary: 'Only operations about this: history, authorization, …' },
  scope: { kind: 'text', value: 'scope', summary: 'Only operations that this scope is enough for' },
} as const satisfies Options;

export default defineCommand({
  name: 'api list',
  summary: 'List the operations of the REST API',
  options,
  examples: ['sipgate api list', 'sipgate api list --tag history', 'sipgate api list --scope history:read'],
  json: '[{ operationId, tag, method, path, summary, scopes }]',
  load: async () => (await import('./list.handler.ts')).default,
});
