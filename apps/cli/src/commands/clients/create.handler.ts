import { SipgateKitError } from '@sipgate-kit/core';
import {
  assertOAuthClientInput,
  CLIENT_FIELDS,
  CreatedClientError,
  clientChanges,
  type OAuthClient,
  type OAuthClientInput,
  type OAuthClients,
} from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Arguments, Handler } from '../../command.ts';
import { STDIO } from '../../input/text-source.ts';
import { diffText } from '../../output/diff.ts';
import { cancelled } from '../../prompts/prompts.ts';
import { UsageError } from '../../usage-error.ts';
import { clientData } from './client-data.ts';
import { clientDetails } from './client-details.ts';
import { draftClient } from './client-draft.ts';
import { readClientFile } from './client-file.ts';
import { ambiguous } from './client-lookup.ts';
import type { options } from './create.ts';
import { confirmReplacing, type EnvTarget, readEnvTarget, writeEnv } from './env-target.ts';
import { assertFields, atRefusedFields } from './field-problems.ts';
import { reviewPatterns } from './lint-review.ts';
import { ownClients } from './own-clients.ts';

type CreateArguments = Arguments<typeof options>;

const create: Handler<typeof options> = async (args, cli) => {
  const input = await describedClient(args, cli);
  const target = args.writeEnv === undefined ? undefined : await readEnvTarget(cli, args.writeEnv);
  const clients = await ownClients(cli);
  const existing = args.allowDuplicate ? undefined : await clientNamed(input.name, clients, cli);
  if (existing !== undefined) return reportExisting(existing, { input, target, args, cli });

  const doubtful = reviewPatterns(cli, input);
  if (args.dryRun) return reportDryRun(input, cli);
  if (doubtful && !args.yes) {
    const message = 'There are warnings. Create it all the same?';
    if (!(await cli.prompts.confirm({ message, instead: '--yes' }))) throw cancelled();
  }
  if (target !== undefined) await confirmReplacing(cli, target, { yes: args.yes });
  const client = await created(input, clients, cli);
  cli.output.note(`Created the OAuth client "${client.name}" (${client.clientId}).`);
  await report('created', client, { target, args, cli });
};

async function describedClient(args: CreateArguments, cli: Cli): Promise<OAuthClientInput> {
  if (args.port !== undefined && args.preset !== 'local') {
    throw new UsageError('--port belongs to --preset local.', 'Put the port into --redirect-uri instead.');
  }
  const file = args.fromFile === undefined ? undefined : await readClientFile(cli, args.fromFile);
  if (file?.clientId !== undefined) {
    const message = 'It is of a client that is there already: leave it out, or run `sipgate clients update`.';
    throw file.document.malformed([{ path: 'clientId', message }]);
  }
  const input = await draftClient(cli, args, file);
  assertFields(input, file, () => assertOAuthClientInput(input));
  return input;
}

async function clientNamed(name: string, clients: OAuthClients, { signal }: Cli): Promise<OAuthClient | undefined> {
  const [client, ...others] = (await clients.list({ signal })).filter((one) => one.name === name);
  if (client !== undefined && others.length > 0) throw ambiguous(name, [client, ...others]);
  return client;
}

async function created(input: OAuthClientInput, clients: OAuthClients, cli: Cli): Promise<OAuthClient> {
  const progress = cli.output.progress('Creating the OAuth client');
  try {
    return await clients.create(input, { signal: cli.signal });
  } catch (error) {
    if (!(error instanceof CreatedClientError)) throw atRefusedFields(error);
    throw new SipgateKitError(error.code, error.message, {
      hint: `Do not create it again. Next: sipgate clients get ${error.clientId} --reveal-secret. ${error.hint.replace(/^Do not create it again; read it by its id\. ?/, '')}`.trim(),
      cause: error,
    });
  } finally {
    progress.done();
  }
}

interface Circumstances {
  readonly target: EnvTarget | undefined;
  readonly args: CreateArguments;
  readonly cli: Cli;
}

async function reportExisting(
  client: OAuthClient,
  { input, ...circumstances }: Circumstances & { readonly input: OAuthClientInput },
): Promise<void> {
  const { args, cli, target } = circumstances;
  const { output } = cli;
  output.note(
    `There is an OAuth client "${client.name}" already (${client.clientId}). Nothing was created; --allow-duplicate makes another one.`,
  );
  const changes = clientChanges(client, input);
  if (changes.length > 0) {
    output.note(
      `It differs from what you described:\n${diffText('update', client.name, changes, output.noteView.colors)}`,
    );
    output.note(`Next: sipgate clients update ${client.clientId} …`);
  }
  if (target !== undefined && !args.dryRun) await confirmReplacing(cli, target, { client, yes: args.yes });
  await report('exists', client, circumstances);
}

async function report(outcome: 'created' | 'exists', client: OAuthClient, { target, args, cli }: Circumstances) {
  const reveal = args.revealSecret || args.revealSecrets;
  if (target !== undefined && !args.dryRun) await writeFor(client, target, cli);
  if (target?.path !== STDIO) {
    await cli.output.data({ outcome, client: clientData(client, reveal) }, (_, view) =>
      clientDetails(client, reveal, view),
    );
  }
  cli.output.note(nextStep(client, target));
}

/** The client is there, whatever becomes of the file. */
async function writeFor(client: OAuthClient, target: EnvTarget, cli: Cli): Promise<void> {
  try {
    await writeEnv(cli, target, client);
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    throw new SipgateKitError(
      error.code,
      `${error.message} The OAuth client ${client.clientId} is there all the same.`,
      {
        hint: `${error.hint} Next: sipgate clients get ${client.clientId} --write-env <file>`,
      },
    );
  }
}

function nextStep({ clientId, redirectUris }: OAuthClient, target: EnvTarget | undefined): string {
  if (target !== undefined && target.path !== STDIO) {
    return `Next: start the callback server where ${target.path} is, with sipgate-callback-server, or sign in yourself: sipgate login --client-id ${clientId}`;
  }
  return redirectUris.some((uri) => /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(uri))
    ? `Next: sipgate login --client-id ${clientId}, or sipgate clients get ${clientId} --write-env .env`
    : `Next: sipgate clients get ${clientId} --write-env .env`;
}

async function reportDryRun(input: OAuthClientInput, { output }: Cli): Promise<void> {
  output.note('Nothing was created (--dry-run).');
  const changes = CLIENT_FIELDS.filter((field) => (input[field]?.length ?? 0) > 0).map((field) => ({
    field,
    before: undefined,
    after: input[field],
  }));
  await output.data({ outcome: 'would_create', client: input }, ({ client }, { colors }) =>
    diffText('create', client.name, changes, colors),
  );
}

export default create;
