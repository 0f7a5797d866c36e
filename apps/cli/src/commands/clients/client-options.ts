import type { Options } from '../../command.ts';

/** Options about the secret of a client. */
export const secretOptions = {
  'reveal-secret': { kind: 'flag', summary: 'Show the client secret' },
  'reveal-secrets': { kind: 'flag', summary: 'Show the client secret', deprecated: 'use --reveal-secret' },
} as const satisfies Options;

/** Options that say what a client is. */
export const describingOptions = {
  name: { kind: 'text', value: 'text', summary: 'Name, which people see when they are asked for consent' },
  description: { kind: 'text', value: 'text', summary: 'Description, which people see there, too' },
  'redirect-uri': { kind: 'list', value: 'uri', summary: 'Where sign-ins may come back to' },
  'web-origin': { kind: 'list', value: 'origin', summary: 'Origin whose browser code may fetch tokens' },
  'privacy-url': { kind: 'text', value: 'url', summary: 'Privacy policy, linked on the consent page' },
  'terms-url': { kind: 'text', value: 'url', summary: 'Terms of service, linked on the consent page' },
  'from-file': { kind: 'text', value: 'file', summary: 'Take the fields from a JSON or YAML file; - is stdin' },
} as const satisfies Options;

/** Options of commands that change something. */
export const changingOptions = {
  'dry-run': { kind: 'flag', summary: 'Only show what would be done; nothing is written' },
  yes: { kind: 'flag', alias: 'y', summary: 'Do not ask back' },
} as const satisfies Options;

export const writeEnvOption = {
  'write-env': {
    kind: 'text',
    value: 'file',
    summary: 'Write CLIENT_ID, CLIENT_SECRET and what belongs to them into this .env file; - is stdout',
  },
} as const satisfies Options;
