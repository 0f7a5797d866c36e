import { defineCommand, type Options } from '../../command.ts';

export const options = {
  tag: { kind: 'text', value: 'tag', summary: 'Only scopes of operations about this: history, contacts, …' },
  used: { kind: 'flag', summary: 'Leave out the scopes that no described operation takes' },
} as const satisfies Options;

export default defineCommand({
  name: 'scopes list',
  summary: 'List the scopes there are, and what each allows',
  options,
  examples: ['sipgate scopes list', 'sipgate scopes list --tag history', 'sipgate scopes list --used --json'],
  json: '[{ scope, meaning, operations: [operationId] }]',
  load: async () => (await import('./list.handler.ts')).default,
});
