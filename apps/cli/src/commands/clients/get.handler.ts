import type { Handler } from '../../command.ts';
import { STDIO } from '../../input/text-source.ts';
import { clientData } from './client-data.ts';
import { clientDetails } from './client-details.ts';
import { lookUpClient } from './client-lookup.ts';
import { confirmReplacing, readEnvTarget, writeEnv } from './env-target.ts';
import type { options, positionals } from './get.ts';
import { ownClients } from './own-clients.ts';

const get: Handler<typeof options, typeof positionals> = async (args, cli) => {
  const reveal = args.revealSecret || args.revealSecrets;
  const target = args.writeEnv === undefined ? undefined : await readEnvTarget(cli, args.writeEnv);
  const client = await lookUpClient(await ownClients(cli), args.client, cli);
  if (target !== undefined) {
    await confirmReplacing(cli, target, { client, yes: args.yes });
    await writeEnv(cli, target, client);
    if (target.path === STDIO) return;
  }
  await cli.output.data(clientData(client, reveal), (_, view) => clientDetails(client, reveal, view));
};

export default get;
