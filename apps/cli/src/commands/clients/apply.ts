import { defineCommand, type Options } from '../../command.ts';
import { planOptions } from './plan-options.ts';

export const options = {
  ...planOptions,
  'dry-run': { kind: 'flag', summary: 'Show what would be done, and do nothing' },
  yes: { kind: 'flag', alias: 'y', summary: 'Do not ask' },
} as const satisfies Options;

export default defineCommand({
  name: 'clients apply',
  summary: 'Make your OAuth clients as a file describes them',
  description:
    'Shows what `sipgate clients plan` shows, asks, and does it one after the other. It ends at the first thing that fails; run it again to go on from there. Clients that the file does not describe are deleted with --prune alone. Without -f the file is clients.yaml.',
  options,
  examples: [
    'sipgate clients apply -f clients.yaml',
    'sipgate clients apply -f clients.yaml --prune --yes',
    'sipgate clients export | sipgate clients apply -f - --dry-run',
  ],
  json: '{ outcome: "applied" | "in_sync" | "would_apply" | "incomplete", done, remaining }; both lists hold steps as `clients plan --json` prints them, those done with the id of the new client; what failed is the first that remains',
  load: async () => (await import('./apply.handler.ts')).default,
});
