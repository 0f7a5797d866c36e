import { DEFAULT_API_URL, type OperationRequest, previewRequest } from '@sipgate-kit/core';
import { operationDetails } from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import type { Cli } from '../../cli.ts';
import type { Arguments, Handler } from '../../command.ts';
import { withoutSecrets } from '../../output/hidden-secrets.ts';
import { cancelled } from '../../prompts/prompts.ts';
import { connect } from '../../session/connect.ts';
import { assertScope } from '../../session/granted-scopes.ts';
import { UsageError } from '../../usage-error.ts';
import { allPages, assertPaged } from './all-pages.ts';
import { printAnswer, printItems } from './answer.ts';
import type { options, positionals } from './api.ts';
import { checkedRequest } from './checked-request.ts';
import { curlCommand } from './curl-command.ts';
import { deletesAll } from './deletes-all.ts';
import { fieldsGiven } from './field-arguments.ts';
import { meantOperation } from './meant-operation.ts';
import { assertNoPlainSecrets } from './plain-secrets.ts';

type ApiArguments = Arguments<typeof options, typeof positionals>;

const api: Handler<typeof options, typeof positionals> = async (args, cli) => {
  assertTogether(args);
  const baseUrl = (await cli.settings()).get('apiUrl') ?? DEFAULT_API_URL;
  const { operation, fields } = meantOperation(args.operation, args.path, baseUrl);
  if (args.paginate) assertPaged(operation);
  assertNoPlainSecrets(operation, args.field);
  const request = await requestFor(cli, operation, args, fields);
  if (args.dryRun || args.curl) return show(cli, operation, request, { ...args, baseUrl });
  if (deletesAll(operation, request) && !args.yes) await confirmDeletion(cli, operation);
  if (args.validate) await assertScope(cli, operation);
  await send(cli, operation, request, args);
};

function assertTogether({ paginate, include, dryRun, curl }: ApiArguments): void {
  const help = 'See `sipgate api --help`.';
  if (paginate && include) throw new UsageError('--paginate reads many answers, and --include shows one.', help);
  if (dryRun && curl) throw new UsageError('--dry-run and --curl both print the request; choose one.', help);
}

async function requestFor(
  cli: Cli,
  operation: Operation,
  { field, input, validate }: ApiArguments,
  inPath: Parameters<typeof checkedRequest>[1]['fields'],
): Promise<OperationRequest> {
  const document =
    input === undefined ? undefined : await (await import('../../input/document-file.ts')).readDocument(cli, input);
  const fields = [...inPath, ...(await fieldsGiven(cli, field))];
  return checkedRequest(operation, { fields, check: validate }, document);
}

async function send(cli: Cli, operation: Operation, request: OperationRequest, args: ApiArguments): Promise<void> {
  const sipgate = await connect(cli);
  if (args.paginate) return printItems(cli, operation, await allPages(cli, sipgate, operation, request), args);
  const answer = await sipgate.request(operation.operationId, { ...request, signal: cli.signal });
  await printAnswer(cli, operation, answer, args);
}

/** DELETE with nothing named deletes all there is: the one case in which this command asks. */
async function confirmDeletion(cli: Cli, { method, path }: Operation): Promise<void> {
  const message = `${method} ${path} without an id deletes everything there is, for good. Go on?`;
  if (!(await cli.prompts.confirm({ message, instead: '--yes' }))) throw cancelled();
}

async function show(
  cli: Cli,
  operation: Operation,
  request: OperationRequest,
  { curl, revealSecret, baseUrl }: ApiArguments & { readonly baseUrl: string },
): Promise<void> {
  const { data: body, hidden } = withoutSecrets(operationDetails[operation.operationId].body, request.body);
  if (hidden === 0 || revealSecret || !curl) {
    const shown = revealSecret || body === undefined ? request : { ...request, body };
    const preview = await previewRequest(operation.operationId, shown, { baseUrl });
    return curl ? cli.output.raw(await curlCommand(cli, preview)) : printPreview(cli, operation, preview);
  }
  throw new UsageError(
    'There is a secret in the body, which would stand in the curl command.',
    'Print it all the same with --reveal-secret.',
  );
}

async function printPreview(cli: Cli, { operationId, scopes }: Operation, request: Request): Promise<void> {
  const text = await request.text();
  const { method, url } = request;
  const headers = Object.fromEntries(request.headers);
  cli.output.note('Nothing was sent. It would be this, with your credentials:');
  await cli.output.data(
    { operationId, method, url, headers, body: text === '' ? null : (JSON.parse(text) as unknown), scopes },
    ({ body }) =>
      [
        `${method} ${url}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        ...(body === null ? [] : ['', JSON.stringify(body, undefined, 2)]),
      ].join('\n'),
  );
}

export default api;
