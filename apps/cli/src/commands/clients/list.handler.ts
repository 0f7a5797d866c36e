import type { OAuthClient } from '@sipgate-kit/core/clients';
import type { Handler } from '../../command.ts';
import { clientData } from './client-data.ts';
import type { options } from './list.ts';
import { ownClients } from './own-clients.ts';

const list: Handler<typeof options> = async ({ revealSecret, revealSecrets }, cli) => {
  const reveal = revealSecret || revealSecrets;
  const clients = await (await ownClients(cli)).list({ signal: cli.signal });
  const columns = [
    { head: 'NAME', value: (client: OAuthClient) => client.name },
    { head: 'CLIENT ID', value: (client: OAuthClient) => client.clientId },
    { head: 'REDIRECT URIS', value: (client: OAuthClient) => client.redirectUris.join(', ') },
  ];
  if (cli.output.json)
    return cli.output.data(
      clients.map((client) => clientData(client, reveal)),
      () => '',
    );
  await cli.output.list(
    clients,
    reveal ? [...columns, { head: 'SECRET', value: (client) => client.clientSecret?.reveal() ?? '' }] : columns,
    'There are no OAuth clients yet. Next: sipgate clients create',
  );
};

export default list;
