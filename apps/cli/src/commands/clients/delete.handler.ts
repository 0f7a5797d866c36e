import type { OAuthClient } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { diffText } from '../../output/diff.ts';
import { printable } from '../../output/printable.ts';
import { clientData } from './client-data.ts';
import { lookUpClient } from './client-lookup.ts';
import { clientTitle, quotedName } from './client-title.ts';
import type { options, positionals } from './delete.ts';
import { ownClients } from './own-clients.ts';

const deleteClient: Handler<typeof options, typeof positionals> = async (args, cli) => {
  const clients = await ownClients(cli);
  const client = await lookUpClient(clients, args.client, cli);
  const { clientId, name } = client;
  const data = clientData(client, false);
  if (args.dryRun) {
    cli.output.note('Nothing was deleted (--dry-run).');
    return cli.output.data({ outcome: 'would_delete', client: data }, (_, { colors }) =>
      diffText('delete', `${name} (${clientId})`, [], colors),
    );
  }
  cli.output.warn(
    `Deleting ${clientTitle(client)} cannot be undone. Everybody who signed in with it is signed out, and has to sign in and consent again with another client.`,
  );
  if (!args.yes) await confirmByName(cli, client);
  await clients.delete(clientId, { signal: cli.signal });
  await cli.output.data({ outcome: 'deleted', client: data }, () => clientId);
  cli.output.note(`Deleted the OAuth client ${quotedName(client)}. ${await nextStep(cli, client)}`);
};

async function confirmByName({ prompts }: Cli, { name }: OAuthClient): Promise<void> {
  await prompts.text({
    message: `To delete it, type its name (${printable(name)}):`,
    instead: '--yes',
    check: (typed) => (typed.trim() === name.trim() ? undefined : `That is not its name. Ctrl-C keeps the client.`),
  });
}

async function nextStep(cli: Cli, { clientId }: OAuthClient): Promise<string> {
  const settings = await cli.settings();
  return settings.get('clientId') === clientId
    ? `The profile "${settings.profile.value}" signs in with it. Next: sipgate login --client-id <another>`
    : 'Next: sipgate clients list';
}

export default deleteClient;
