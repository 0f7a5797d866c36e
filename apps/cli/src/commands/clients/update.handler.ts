import {
  assertOAuthClientPatch,
  type ClientChange,
  clientChanges,
  type OAuthClient,
  type OAuthClientPatch,
} from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Arguments, Handler } from '../../command.ts';
import { diffText } from '../../output/diff.ts';
import { cancelled } from '../../prompts/prompts.ts';
import { UsageError } from '../../usage-error.ts';
import { clientData } from './client-data.ts';
import { editedFields } from './client-edits.ts';
import { type ClientFile, readClientFile } from './client-file.ts';
import { lookUpClient } from './client-lookup.ts';
import { quotedName } from './client-title.ts';
import { assertFields, atRefusedFields } from './field-problems.ts';
import { reviewPatterns } from './lint-review.ts';
import { ownClients } from './own-clients.ts';
import type { options, positionals } from './update.ts';
import { askForChanges } from './update-questions.ts';

type UpdateArguments = Arguments<typeof options, typeof positionals>;

const update: Handler<typeof options, typeof positionals> = async (args, cli) => {
  const file = args.fromFile === undefined ? undefined : await readClientFile(cli, args.fromFile);
  const clients = await ownClients(cli);
  const client = await lookUpClient(clients, args.client, cli);
  const changes = clientChanges(client, await wantedFields(args, client, file, cli));
  if (changes.length === 0) {
    cli.output.note(`Nothing to change: ${quotedName(client)} is as described.`);
    return cli.output.data(result('unchanged', client, []), () => client.clientId);
  }

  const patch: OAuthClientPatch = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
  assertFields(patch, file, () => assertOAuthClientPatch(patch));
  const title = `${client.name} (${client.clientId})`;
  const doubtful = reviewPatterns(cli, newPatterns(changes));
  if (args.dryRun) {
    cli.output.note('Nothing was changed (--dry-run).');
    return cli.output.data(result('would_update', client, changes), (_, { colors }) =>
      diffText('update', title, changes, colors),
    );
  }
  cli.output.note(diffText('update', title, changes, cli.output.noteView.colors));
  if (!args.yes) {
    const message = doubtful ? 'There are warnings. Change it all the same?' : 'Change it?';
    if (!(await cli.prompts.confirm({ message, instead: '--yes' }))) throw cancelled();
  }
  const updated = await clients.update(client.clientId, patch, { signal: cli.signal }).catch((error: unknown) => {
    throw atRefusedFields(error);
  });
  await cli.output.data(result('updated', updated, changes), () => updated.clientId);
  cli.output.note(
    `Changed ${changes.map(({ field }) => field).join(', ')} of ${quotedName(updated)}. ${nextStep(updated, changes)}`,
  );
};

async function wantedFields(
  args: UpdateArguments,
  client: OAuthClient,
  file: ClientFile | undefined,
  cli: Cli,
): Promise<OAuthClientPatch> {
  if (file?.clientId !== undefined && file.clientId !== client.clientId) {
    const message = `It is of another client than ${client.clientId}.`;
    throw file.document.malformed([{ path: 'clientId', message }]);
  }
  const edited = editedFields(args, client);
  const wanted = { ...file?.fields, ...edited };
  if (Object.keys(wanted).length > 0) return wanted;
  if (cli.prompts.possible && file === undefined) return askForChanges(cli, client);
  throw new UsageError(
    'There is nothing to change.',
    'Say what: --name, --description, --redirect-uri, --add-redirect-uri, --from-file; see `sipgate clients update --help`.',
  );
}

/** Only what is new about lists is worth a warning: the rest has been there before. */
function newPatterns(changes: readonly ClientChange[]): OAuthClientPatch {
  const added = changes.flatMap(({ field, before = [], after }) =>
    Array.isArray(after) ? [[field, after.filter((value) => !before.includes(value))]] : [],
  );
  return Object.fromEntries(added);
}

function result(
  outcome: 'updated' | 'unchanged' | 'would_update',
  client: OAuthClient,
  changes: readonly ClientChange[],
) {
  return { outcome, client: clientData(client, false), changes };
}

function nextStep({ clientId }: OAuthClient, changes: readonly ClientChange[]): string {
  return changes.some(({ field }) => field === 'redirectUris')
    ? `Next: sipgate clients get ${clientId} --write-env .env, where REDIRECT_URI has to be another one now`
    : `Next: sipgate clients get ${clientId}`;
}

export default update;
