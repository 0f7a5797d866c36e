import { defineCommand, type Positional } from '../../command.ts';

export const positionals = [
  { name: 'operation', summary: 'An operationId (getHistory), or a method with a path behind it', required: true },
  { name: 'path', summary: 'A path, as in: GET /users/w0' },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'api describe',
  summary: 'Describe one operation: parameters, body, answer, scopes',
  positionals,
  examples: ['sipgate api describe getHistory', 'sipgate api describe PUT /authorization/oauth2/clients/{clientId}'],
  json: '{ operationId, tag, method, path, summary, description, scopes, successStatus, parameters, body, answer, example }; body and answer are null where there is none',
  load: async () => (await import('./describe.handler.ts')).default,
});
