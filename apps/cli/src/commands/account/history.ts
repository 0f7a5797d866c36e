import { defineCommand, type Options } from '../../command.ts';

export const options = {
  limit: { kind: 'number', value: 'count', alias: 'n', summary: 'Show at most so many entries; default 10' },
  type: {
    kind: 'list',
    value: 'type',
    alias: 't',
    choices: ['call', 'voicemail', 'sms', 'fax'],
    summary: 'Only entries of this kind',
  },
  direction: {
    kind: 'list',
    value: 'direction',
    choices: ['incoming', 'outgoing', 'missed-incoming', 'missed-outgoing'],
    summary: 'Only entries that went this way',
  },
  from: {
    kind: 'text',
    value: 'date',
    summary: 'Only entries since then: 2026-01-31, 2026-01-31T08:00 or with a zone',
  },
  to: { kind: 'text', value: 'date', summary: 'Only entries before then' },
  number: { kind: 'text', value: 'phone number', summary: 'Only entries with this phone number' },
  connection: { kind: 'list', value: 'id', summary: 'Only entries of this extension, such as p0' },
  starred: { kind: 'flag', summary: 'Only entries with a star' },
  archived: { kind: 'flag', summary: 'The archived entries instead of the others' },
} as const satisfies Options;

export default defineCommand({
  name: 'history',
  summary: 'List calls, faxes, text messages and voicemails, newest first',
  description:
    'Instants without a zone are in the time zone of this machine. Accounts made since September 2025 have no calls in this list.',
  options,
  examples: [
    'sipgate history --limit 50',
    'sipgate history --type call --direction missed-incoming --from 2026-01-01',
    "sipgate history --json | jq -r '.[].source'",
  ],
  json: '[{ id, type, created, direction, source, target, incoming, read, archived, starred, sourceAlias?, targetAlias?, … }]; what else there is depends on the type',
  load: async () => (await import('./history.handler.ts')).default,
});
