import type { Arguments, Options } from './command.ts';

/** What every command takes. */
export const globalOptions = {
  json: { kind: 'flag', summary: 'Print data as JSON' },
  profile: { kind: 'text', value: 'name', summary: 'Use this profile', alias: 'p' },
  color: { kind: 'flag', negative: true, summary: 'Print without colours' },
  input: { kind: 'flag', negative: true, summary: 'Never ask anything; fail instead' },
  timeout: { kind: 'number', value: 'seconds', summary: 'Give up a request after this long' },
  debug: { kind: 'flag', summary: 'Tell on stderr what is done, and print stacks of errors' },
  help: { kind: 'flag', summary: 'Show help', alias: 'h' },
  version: { kind: 'flag', summary: 'Show the version', alias: 'V' },
} as const satisfies Options;

export type GlobalArguments = Arguments<typeof globalOptions>;
