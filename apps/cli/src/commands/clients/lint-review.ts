import { lintOAuthClient, type OAuthClientPatch } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { findingText } from './lint-text.ts';

/**
 * Says on stderr what is to be known about redirect URIs and web origins that are about to be registered: warnings
 * always, notes to people alone.
 *
 * @returns whether there was a warning, which somebody has to agree to.
 */
export function reviewPatterns(cli: Cli, fields: OAuthClientPatch): boolean {
  const { output } = cli;
  const { colors, terminal } = output.noteView;
  const reports = lintOAuthClient(fields);
  for (const { pattern, findings, instead } of reports) {
    const shown = findings.filter(({ severity }) => severity !== 'note' || terminal);
    if (shown.length === 0) continue;
    const advice = instead === undefined ? [] : [`  ${colors.bold('Write instead:')} ${instead}`];
    output.note([colors.bold(pattern), ...shown.map((one) => `  ${findingText(one, colors)}`), ...advice].join('\n'));
  }
  return reports.some(({ findings }) => findings.some(({ severity }) => severity === 'warning'));
}
