import { SipgateKitError } from '@sipgate-kit/core';
import { type OperationId, operations, scopesFor } from '@sipgate-kit/core/operations';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { scopesIn } from '../../login/sign-in-request.ts';
import { printable } from '../../output/printable.ts';
import { type CodeCalls, callsInCode } from '../../scopes/calls-in-code.ts';
import { codeFiles } from '../../scopes/code-files.ts';
import type { options, positionals } from './from.ts';
import { noteInternal, noteLogin } from './scope-notes.ts';

const from: Handler<typeof options, typeof positionals> = async ({ folder, exclude, expect }, cli) => {
  const reading = cli.output.progress(`Reading ${folder}`);
  const { files, skipped } = await codeFiles(folder, { cwd: cli.host.cwd, exclude, signal: cli.signal });
  const found = callsInCode(files);
  reading.done();
  const calls = found.calls.map((call) => {
    const { method, path, scopes } = operations[call.operationId];
    return { ...call, method, path, scopes };
  });
  const ids = [...new Set(calls.map(({ operationId }) => operationId))];
  const scopes = scopesFor(ids);
  const all = { ...found, skipped: [...skipped, ...found.skipped] };
  if (calls.length > 0 || cli.output.json) {
    await cli.output.data({ scopes, calls, unknown: all.unknown, skipped: all.skipped, files: files.length }, () =>
      textOf(scopes, calls),
    );
  }
  noteRest(cli, all, { folder, calls: calls.length, files: files.length });
  noteInternal(
    cli,
    ids.map((operationId) => ({ operationId, scopes: operations[operationId].scopes })),
  );
  if (expect.length > 0) assertEnough(ids, scopesIn(expect));
  else if (scopes.length > 0) noteLogin(cli, scopes);
};

interface Called {
  readonly operationId: OperationId;
  readonly file: string;
  readonly line: number;
  readonly scopes: readonly string[];
}

/** The scopes, and below them each operation with the scope it gets by and the places that call it. */
function textOf(scopes: readonly string[], calls: readonly Called[]): string {
  const ids = [...new Set(calls.map(({ operationId }) => operationId))].sort();
  const rows = ids.map((operationId) => {
    const own = calls.filter((call) => call.operationId === operationId);
    const scope = own[0]?.scopes.find((one) => scopes.includes(one)) ?? (own[0]?.scopes.length ? 'internal' : '(none)');
    const places = [...new Set(own.map(({ file, line }) => printable(`${file}:${line}`)))].join(', ');
    return [scope, operationId, places] as const;
  });
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([scope, id, places]) => `${scope.padEnd(first ?? 0)}  ${id.padEnd(second ?? 0)}  ${places}`);
  return [`scopes: ${scopes.join(' ') || '(none)'}`, '', ...lines].join('\n');
}

/** What was not understood may need further scopes. */
function noteRest(
  cli: Cli,
  { unknown, skipped }: CodeCalls,
  { folder, calls, files }: { folder: string; calls: number; files: number },
): void {
  if (calls === 0)
    cli.output.note(`No call of the API was found in ${folder} (${files} ${files === 1 ? 'file' : 'files'}).`);
  for (const { file, line, code, why } of unknown) cli.output.warn(printable(`${file}:${line} ${code}: ${why}.`));
  for (const { file, why } of skipped) cli.output.warn(printable(`${file}: ${why}.`));
  if (unknown.length > 0) cli.output.note('Add what these need: sipgate scopes for <operationId>');
}

/** Makes the exit code; what is printed is the same either way. */
function assertEnough(ids: readonly OperationId[], expected: readonly string[]): void {
  const lacking = ids.filter((id) => {
    const scopes: readonly string[] = operations[id].scopes;
    return scopes.length > 0 && !scopes.some((scope) => expected.includes(scope));
  });
  if (lacking.length === 0) return;
  const needed = lacking.map((id) => `${operations[id].scopes[0]} (${id})`).join(', ');
  throw new SipgateKitError('insufficient_scope', `Not enough: the code needs ${needed}, too.`, {
    hint: 'Ask for these scopes where people sign in, or take the calls out.',
  });
}

export default from;
