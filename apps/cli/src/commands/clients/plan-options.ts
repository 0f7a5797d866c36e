import type { Options } from '../../command.ts';

/** What plan and apply have in common. */
export const planOptions = {
  file: {
    kind: 'text',
    alias: 'f',
    value: 'file',
    summary: 'The file that describes the clients, YAML or JSON; - is stdin',
  },
  prune: { kind: 'flag', summary: 'Delete clients that the file does not describe' },
} as const satisfies Options;

/** Where no file is named. */
export const USUAL_FILE = 'clients.yaml';
