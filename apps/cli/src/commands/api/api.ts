import { defineCommand, type Options, type Positional } from '../../command.ts';

export const options = {
  field: {
    kind: 'list',
    alias: 'f',
    value: 'key=value',
    summary: 'Give a parameter or a field of the body',
  },
  input: { kind: 'text', value: 'file', summary: 'Take the body from this JSON or YAML file; - is stdin' },
  paginate: { kind: 'flag', summary: 'Read all pages of a list, and print its items as one' },
  jq: { kind: 'text', value: 'expression', summary: 'Print what this jq expression makes of the answer' },
  include: { kind: 'flag', alias: 'i', summary: 'Print status and headers before the answer' },
  'reveal-secret': { kind: 'flag', summary: 'Show secrets in the answer, such as client secrets' },
  'dry-run': { kind: 'flag', summary: 'Print the request, and send nothing' },
  curl: { kind: 'flag', summary: 'Print a curl command that does the same, and send nothing' },
  validate: { kind: 'flag', negative: true, summary: 'Send it even if it does not fit the description, or the scopes' },
  yes: { kind: 'flag', alias: 'y', summary: 'Do not ask before everything of a kind is deleted' },
} as const satisfies Options;

export const positionals = [
  {
    name: 'operation',
    summary: 'An operationId (getHistory), or a method (GET) with a path behind it, or a path to GET',
    required: true,
  },
  { name: 'path', summary: 'A path, with real values (/users/w0) or names in braces (/users/{userId})' },
] as const satisfies readonly Positional[];

export default defineCommand({
  name: 'api',
  summary: 'Call any operation of the REST API',
  description: [
    'Values are given by -f, and go into path, query or body by their name: key=value as the description types it, key:=json for JSON (key:=true, key:=[]), key[]=value for one item of a list, key=@file and key:=@file for what stands in a file (@- is stdin).',
    '',
    'Everything is checked before it is sent. Secrets in answers are hidden until asked for.',
    '',
    'Find operations with `sipgate api list` and `sipgate api search`; `sipgate api describe` shows what one takes.',
  ].join('\n'),
  positionals,
  options,
  examples: [
    'sipgate api getAccount',
    'sipgate api getHistory -f types[]=CALL -f limit=100',
    "sipgate api GET /users/w0 --jq '.email'",
    'sipgate api getHistory --paginate > history.json',
    'sipgate api createClient --input client.yaml --dry-run',
  ],
  json: "the API's answer as it is; with --include { status, headers, body }; with --dry-run { operationId, method, url, headers, body, scopes }",
  load: async () => (await import('./api.handler.ts')).default,
});
