import type { SipgateResponse } from '@sipgate-kit/core';
import { operationDetails, type ValueDescription } from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import type { Cli } from '../../cli.ts';
import { withoutSecrets } from '../../output/hidden-secrets.ts';
import { listIn } from './all-pages.ts';

/** How an answer is to be shown. */
export interface AnswerOptions {
  readonly jq: string | undefined;
  readonly include: boolean;
  readonly revealSecret: boolean;
}

/** Prints what the API answered: JSON indented, text and bytes as they came. */
export async function printAnswer(
  cli: Cli,
  { operationId }: Operation,
  { data, response }: SipgateResponse<unknown>,
  options: AnswerOptions,
): Promise<void> {
  const head = options.include ? { status: response.status, headers: Object.fromEntries(response.headers) } : undefined;
  if (head !== undefined && !cli.output.json) cli.output.raw(headText(response));
  if (data === undefined && !cli.output.json) {
    return cli.output.note(`Done (${response.status}); the answer is empty.`);
  }
  if (data instanceof Uint8Array && head === undefined) return printBytes(cli, data);
  const shown = visible(cli, operationDetails[operationId].answer, data, options);
  await printJson(cli, head !== undefined && cli.output.json ? { ...head, body: shown ?? null } : shown, options.jq);
}

/** Prints the items of all pages as one list. */
export async function printItems(
  cli: Cli,
  { operationId }: Operation,
  items: readonly unknown[],
  options: Pick<AnswerOptions, 'jq' | 'revealSecret'>,
): Promise<void> {
  await printJson(cli, visible(cli, listIn(operationDetails[operationId].answer), items, options), options.jq);
}

function visible(
  cli: Cli,
  description: ValueDescription | undefined,
  given: unknown,
  { revealSecret }: Pick<AnswerOptions, 'revealSecret'>,
): unknown {
  if (revealSecret) return given;
  const { data, hidden } = withoutSecrets(description, given);
  if (hidden > 0) {
    const what =
      hidden === 1
        ? 'A secret is hidden; --reveal-secret shows it.'
        : `${hidden} secrets are hidden; --reveal-secret shows them.`;
    cli.output.note(what);
  }
  return data;
}

async function printJson(cli: Cli, data: unknown, jq: string | undefined): Promise<void> {
  const { output } = cli;
  if (jq !== undefined) {
    const { jqResults, resultsText } = await import('../../output/jq.ts');
    const text = resultsText(await jqResults(data, jq), { quoted: output.json });
    return text === '' ? undefined : output.raw(fitForTerminal(cli, text));
  }
  if (typeof data === 'string' && !output.json) return output.raw(fitForTerminal(cli, data));
  output.raw(fitForTerminal(cli, JSON.stringify(data ?? null, undefined, 2)));
}

function printBytes(cli: Cli, bytes: Uint8Array): void {
  if (!cli.output.view.terminal) cli.host.stdout.write(bytes);
  else cli.output.warn(`The answer is binary (${bytes.length} bytes). Write it to a file: sipgate api … > file`);
}

function headText(response: Response): string {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  return `HTTP ${response.status} ${response.statusText}`.trimEnd().concat('\n', headers.join('\n'), '\n\n');
}

/** What somebody else wrote must not drive the terminal; a program gets it as it is. */
function fitForTerminal(cli: Cli, text: string): string {
  if (!cli.output.view.terminal) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
