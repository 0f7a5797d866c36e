import { defineCommand, type Positional } from '../../command.ts';

export const positionals = [
  { name: 'scope', summary: 'A scope, as in: history:read', required: true },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'scopes describe',
  summary: 'Describe a scope: what it allows, and which operations it is enough for',
  positionals,
  examples: ['sipgate scopes describe history:read', 'sipgate scopes describe devices:callerid:write --json'],
  json: '{ scope, meaning, operations: [{ operationId, method, path, summary, otherScopes }] }',
  load: async () => (await import('./describe.handler.ts')).default,
});
