import { defineCommand, type Options, type Positional } from '../../command.ts';

export const positionals = [
  {
    name: 'uri',
    summary: 'Redirect URIs as they would be registered; - reads them from stdin, one a line',
    many: true,
  },
] as const satisfies readonly Positional[];

export const options = {
  'web-origin': { kind: 'list', value: 'origin', summary: 'Web origin to look at, too' },
  client: { kind: 'text', value: 'client', summary: 'Look at what this client has registered, by name or id' },
  try: { kind: 'list', value: 'url', summary: 'Say whether this address would be let through' },
} as const satisfies Options;

export default defineCommand({
  name: 'clients lint',
  summary: 'Say what redirect URIs and web origins really match',
  description:
    "Shows for each what it matches and what not, what is wrong with it and how sure that is, and what to write instead. sipgate's login is a Keycloak; the rules were tested on a stock one. Nobody has to be signed in, but for --client. Ends with 1 if there are errors, or if no pattern lets an address of --try through.",
  positionals,
  options,
  examples: [
    'sipgate clients lint "https://app.example.com/*" "https://*.example.com/*"',
    'sipgate clients lint "http://localhost/oauth" --try http://localhost:8080/oauth',
    'sipgate clients lint --client "Example CRM"',
  ],
  json: '[{ kind, pattern, meaning, matches: [url], refuses: [{ url, why }], findings: [{ rule, severity, certainty, message }], instead?, tried?: [{ url, matches }] }]; kind: redirect_uri, web_origin; severity: error, warning, note; certainty: certain, keycloak, unknown',
  load: async () => (await import('./lint.handler.ts')).default,
});
