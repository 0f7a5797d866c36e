import { SipgateKitError } from '@sipgate-kit/core';
import { allowsOrigin, lintOAuthClient, matchRedirectUri, type PatternReport } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Arguments, Handler } from '../../command.ts';
import { readSource, STDIO } from '../../input/text-source.ts';
import type { Colors } from '../../output/colors.ts';
import { UsageError } from '../../usage-error.ts';
import { lookUpClient } from './client-lookup.ts';
import type { options, positionals } from './lint.ts';
import { reportText } from './lint-text.ts';
import { ownClients } from './own-clients.ts';

/** What is looked at: registered as they stand. */
interface Patterns {
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
}

/** An address of `--try`, and whether the pattern lets it through. */
interface Tried {
  readonly url: string;
  readonly matches: boolean;
}

type Looked = { readonly kind: 'redirect_uri' | 'web_origin'; readonly tried?: readonly Tried[] } & PatternReport;

const lint: Handler<typeof options, typeof positionals> = async (args, cli) => {
  const patterns = await patternsOf(args, cli);
  if (patterns.redirectUris.length + patterns.webOrigins.length === 0) {
    throw new UsageError('There is nothing to look at.', 'Name redirect URIs, --web-origin or --client.');
  }
  const looked = lookAt(patterns, args.try);
  await cli.output.data(looked, (reports, { colors }) => reports.map((one) => lookedText(one, colors)).join('\n\n'));
  assertGood(looked, args.try);
};

async function patternsOf(args: Arguments<typeof options, typeof positionals>, cli: Cli): Promise<Patterns> {
  const given = await Promise.all(args.uri.map((uri) => (uri === STDIO ? linesOfStdin(cli) : [uri])));
  const client = args.client === undefined ? undefined : await lookUpClient(await ownClients(cli), args.client, cli);
  return {
    redirectUris: [...given.flat(), ...(client?.redirectUris ?? [])],
    webOrigins: [...args.webOrigin, ...(client?.webOrigins ?? [])],
  };
}

async function linesOfStdin(cli: Cli): Promise<readonly string[]> {
  const { text } = await readSource(cli, STDIO);
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

function lookAt(patterns: Patterns, addresses: readonly string[]): readonly Looked[] {
  return lintOAuthClient(patterns).map(({ path, ...report }) => {
    const [, list, at] = /^(\w+)\[(\d+)\]$/.exec(path) ?? [];
    const pattern = patterns[list as keyof Patterns][Number(at)] ?? '';
    const lets = (url: string) =>
      list === 'webOrigins'
        ? allowsOrigin({ webOrigins: [pattern], redirectUris: patterns.redirectUris }, url)
        : matchRedirectUri(url, [pattern]) !== undefined;
    return {
      kind: list === 'webOrigins' ? 'web_origin' : 'redirect_uri',
      ...report,
      ...(addresses.length > 0 && { tried: addresses.map((url) => ({ url, matches: lets(url) })) }),
    };
  });
}

function lookedText({ tried = [], ...report }: Looked, colors: Colors): string {
  const lines = tried.map(({ url, matches }) =>
    matches ? `  ${colors.green(`${url} is let through.`)}` : `  ${colors.red(`${url} is refused.`)}`,
  );
  const good = report.findings.length === 0 ? [`  ${colors.green('Nothing to complain about.')}`] : [];
  return [reportText(report, colors), ...good, ...lines].join('\n');
}

/** Makes the exit code: what is printed is the same either way. */
function assertGood(looked: readonly Looked[], addresses: readonly string[]): void {
  const bad = looked.filter(({ findings }) => findings.some(({ severity }) => severity === 'error')).length;
  const refused = addresses.filter(
    (url) => !looked.some(({ tried }) => tried?.some((one) => one.url === url && one.matches)),
  );
  if (bad === 0 && refused.length === 0) return;
  const problems = [
    bad > 0 && `${bad} of ${looked.length} cannot be registered so.`,
    refused.length > 0 && `Nothing lets ${refused.join(', ')} through.`,
  ];
  throw new SipgateKitError('invalid_input', problems.filter(Boolean).join(' '), {
    hint: 'See above what is wrong, and what to write instead.',
  });
}

export default lint;
