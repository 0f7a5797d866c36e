import { defineCommand, type Positional } from '../../command.ts';

export const positionals = [
  {
    name: 'operations',
    summary: 'OperationIds (getHistory), or methods with their paths in quotes ("GET /users")',
    required: true,
    many: true,
  },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'scopes for',
  summary: 'Name the fewest scopes that are enough for some operations',
  description:
    'Prints one scope a line, the narrowest of each operation, and none that another one makes needless. Never `all`.',
  positionals,
  examples: [
    'sipgate scopes for getAccount getHistory',
    'sipgate scopes for "GET /users/{userId}" createClient',
    'sipgate login --scope "$(sipgate scopes for getAccount getHistory)"',
  ],
  json: '{ scopes, operations: [{ operationId, method, path, scopes }] }; scopes of an operation: one of them suffices, the narrowest first',
  load: async () => (await import('./for.handler.ts')).default,
});
