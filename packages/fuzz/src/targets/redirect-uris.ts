import {
  assertOAuthClientInput,
  lintOAuthClient,
  lintRedirectUri,
  lintWebOrigin,
  matchRedirectUri,
  parseClientsDocument,
  planClients,
  presets,
} from '@sipgate-kit/core/clients';
import fc from 'fast-check';
import { almost, hostileJson, hostileText } from '../hostile.ts';
import { holds, refusesWell } from '../promises.ts';
import { target } from '../target.ts';

const uri = fc.oneof(
  hostileText('https://app.example.com', '/oauth', '/*', '?x=', 'http://localhost', 'com.example.app:/'),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
);
const honest = presets.local({ name: 'Example CRM' });

export const redirectUris = [
  target({
    name: 'redirect URI matching',
    promise: 'what is not registered, nor below a trailing *, nor on another loopback port, is not allowed',
    input: fc.record({ registered: fc.array(uri, { maxLength: 4 }), requested: uri }),
    check({ registered, requested }) {
      const match = matchRedirectUri(requested, registered);
      if (match === undefined) {
        holds(
          !registered.includes(requested) || !/^https:\/\/[a-z.]+\/[a-z/]*$/.test(requested),
          `${requested} is registered as it is, and was refused`,
        );
        return;
      }
      holds(registered.includes(match), `${match} was never registered`);
      if (match === requested || match.endsWith('*')) return;
      const { protocol, hostname } = new URL(requested);
      const isLoopback = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
      holds(isLoopback, `${match} allowed ${requested}`);
    },
  }),
  target({
    name: 'client linting',
    promise: 'every finding is said in words, whatever is registered',
    input: fc.record({ redirectUris: fc.array(uri, { maxLength: 3 }), webOrigins: fc.array(uri, { maxLength: 3 }) }),
    check({ redirectUris: uris, webOrigins }) {
      const reports = [
        ...uris.map((one) => lintRedirectUri(one)),
        ...webOrigins.map((one) => lintWebOrigin(one, uris)),
        ...lintOAuthClient({ ...honest, redirectUris: uris, webOrigins }),
      ];
      for (const { findings } of reports) {
        for (const { message } of findings) holds(message.length > 0, 'a finding says nothing');
      }
    },
  }),
  target({
    name: 'clients document',
    promise: 'a description of clients is planned, or refused with the place of the mistake',
    input: fc.oneof(
      almost({ clients: [{ ...honest }] }),
      fc.array(almost({ ...honest, clientId: 'client' }), { maxLength: 3 }).map((clients) => ({ clients })),
      hostileJson('clients', 'name', 'redirectUris'),
    ),
    async check(value) {
      const document = await refusesWell(() => parseClientsDocument(value));
      if (document !== undefined) await refusesWell(() => planClients(document.clients, []));
      await refusesWell(() => assertOAuthClientInput(value));
    },
  }),
];
