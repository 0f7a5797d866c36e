import { createSipgateClient, DEFAULT_API_URL } from '@sipgate-kit/core';
import { createOAuthClients } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { detailsText } from '../../output/details.ts';
import { isClientId, lookUpClient } from './client-lookup.ts';
import { ownClients } from './own-clients.ts';
import type { positionals } from './privacy.ts';

const privacy: Handler<Record<never, never>, typeof positionals> = async ({ client }, cli) => {
  const { clientId } = isClientId(client)
    ? { clientId: client }
    : await lookUpClient(await ownClients(cli), client, cli);
  const links = await (await publicClients(cli)).privacy(clientId, { signal: cli.signal });
  if (links.privacyUrl === undefined || links.termsUrl === undefined) {
    const missing = [!links.privacyUrl && 'a privacy policy', !links.termsUrl && 'terms of service'].filter(Boolean);
    cli.output.note(
      `The client has no link to ${missing.join(' and ')}. If it is yours: sipgate clients update ${clientId} --privacy-url <url> --terms-url <url>`,
    );
  }
  await cli.output.data({ clientId, ...links }, ({ privacyUrl, termsUrl }, view) =>
    detailsText(
      [
        ['Client id', clientId],
        ['Privacy policy', privacyUrl],
        ['Terms of service', termsUrl],
      ],
      view,
    ),
  );
};

/** OAuth clients as anybody sees them: without credentials. */
async function publicClients(cli: Cli) {
  const baseUrl = (await cli.settings()).get('apiUrl') ?? DEFAULT_API_URL;
  const { timeout } = cli.globals;
  const auth = { fetch: await cli.fetch() };
  return createOAuthClients(
    createSipgateClient({ auth, baseUrl, ...(timeout !== undefined && { timeoutMs: timeout * 1000 }) }),
  );
}

export default privacy;
