import { defineCommand, type Positional } from '../../command.ts';

export const positionals = [
  { name: 'client', summary: "Client id, also of others' clients; or the name of one of yours", required: true },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'clients privacy',
  summary: "Show the links of an OAuth client's consent page",
  description: 'They are public: with a client id, nobody has to be signed in.',
  positionals,
  examples: ['sipgate clients privacy 2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e:third-party'],
  json: '{ clientId, privacyUrl?, termsUrl? }',
  load: async () => (await import('./privacy.handler.ts')).default,
});
