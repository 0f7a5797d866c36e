import { defineCommand, type Options } from '../../command.ts';
import { planOptions } from './plan-options.ts';

export const options = {
  ...planOptions,
  'exit-code': { kind: 'flag', summary: 'End with 1 when something differs, as git diff does' },
} as const satisfies Options;

export default defineCommand({
  name: 'clients plan',
  summary: 'Show what would make your OAuth clients as a file describes them',
  description:
    'A description means the client of its clientId, else the one of its name, else a new one. What it leaves out is to be empty. Clients that the file does not describe stay, unless --prune is said. Without -f the file is clients.yaml.',
  options,
  examples: ['sipgate clients plan -f clients.yaml', 'sipgate clients plan -f clients.yaml --prune --exit-code'],
  json: '{ inSync, steps: [{ kind: "create" | "update" | "delete" | "unchanged" | "unmanaged", clientId, name, foundBy, changes: [{ field, before?, after? }] }] }; clientId and foundBy are null where there is none',
  load: async () => (await import('./plan.handler.ts')).default,
});
