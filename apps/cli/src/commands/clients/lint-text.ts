import type { Certainty, Finding, PatternReport } from '@sipgate-kit/core/clients';
import type { Colors } from '../../output/colors.ts';
import { printable } from '../../output/printable.ts';

const CERTAINTY: Readonly<Record<Certainty, string>> = {
  certain: 'certain',
  keycloak: "tested on a stock Keycloak; sipgate's login may differ",
  unknown: "unknown for sipgate's login",
};

/** A picture of one redirect URI or web origin: what it means, what it matches and what not, and what is found. */
export function reportText(report: PatternReport, colors: Colors): string {
  const { pattern, meaning, matches, refuses, findings, instead } = report;
  const width = Math.max(0, ...refuses.map(({ url }) => url.length));
  return [
    `${colors.bold(printable(pattern) || '(empty)')}`,
    `  ${meaning}`,
    ...matches.map((url) => `  ${colors.green('✓')} ${printable(url)}`),
    ...refuses.map(({ url, why }) => `  ${colors.red('✗')} ${printable(url).padEnd(width)}  ${colors.dim(why)}`),
    ...findings.map((finding) => `  ${findingText(finding, colors)}`),
    ...(instead === undefined ? [] : [`  ${colors.bold('Write instead:')} ${printable(instead)}`]),
  ].join('\n');
}

/** `error: It has … (certain)`. */
export function findingText({ severity, message, certainty }: Finding, colors: Colors): string {
  const paint = { error: colors.red, warning: colors.yellow, note: colors.cyan }[severity];
  return `${paint(`${severity}:`)} ${message} ${colors.dim(`(${CERTAINTY[certainty]})`)}`;
}
