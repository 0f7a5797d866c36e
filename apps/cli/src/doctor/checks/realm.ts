import { realmOf } from '@sipgate-kit/core';
import { providerOf } from '../../session/connection-tokens.ts';
import type { Check } from '../check.ts';
import { fail, pass, skip } from '../finding.ts';

/** A client is known in one realm only, the one its id names behind the colon. */
export const realm: Check = {
  id: 'realm',
  title: 'Realm',
  async run({ settings }) {
    const found = await settings();
    const clientId = found.get('clientId');
    const { issuer } = providerOf(found);
    const used = /\/realms\/([^/]+)$/.exec(issuer)?.[1];
    const named = clientId === undefined ? undefined : realmOf(clientId);
    if (clientId === undefined) return skip('Not checked: no OAuth client is set.');
    if (named === undefined) return pass(`${used ?? issuer}; the client id names none.`);
    if (used === undefined || used === named) return pass(`${named}, as the client id says.`);
    return fail(
      `The client belongs to the realm "${named}", but the login in use is that of "${used}": "Client not found."`,
      `sipgate config set issuer ${issuer.replace(/[^/]+$/, named)}, or unset it: the realm follows from the client id.`,
    );
  },
};
