import { defineCommand, type Options } from '../../command.ts';

export const options = {
  port: { kind: 'number', value: 'number', summary: 'Port on 127.0.0.1, 0 for any free one; 8090 by default' },
  'allow-real-hosts': { kind: 'flag', summary: 'Also send authorization codes to redirect URIs on other computers' },
} as const satisfies Options;

export default defineCommand({
  name: 'sandbox',
  summary: 'Start a local sipgate to try things with, until Ctrl-C',
  description:
    'Sign-in and REST API on this computer, with people and OAuth clients; no account and no network needed, and nothing is kept. It comes from the package @sipgate-kit/sandbox. The profile sandbox is made for its usual port.',
  options,
  examples: ['sipgate sandbox', 'sipgate sandbox --port 9000'],
  json: '{ url, issuer, issuers, apiUrl, client, publicClient, appsClient, users }, on one line, when it is ready',
  load: async () => (await import('./sandbox.handler.ts')).default,
});
