import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { wrappedText } from '../output/wrapped-text.ts';
import type { FindingStatus } from './finding.ts';
import type { Result } from './run-checks.ts';

const WORDS: Readonly<Record<FindingStatus, string>> = { pass: 'PASS', warn: 'WARN', fail: 'FAIL', skip: 'SKIP' };

/** On a narrower terminal it breaks the lines itself. */
const NARROWEST = 40;

/** One line per check for a program, with tabs; for a person with the remedy below whatever is not as it should be. */
export function reportText(results: readonly Result[], view: View): string {
  if (!view.terminal) {
    return results
      .map(({ status, check, message, remedy = '' }) =>
        [WORDS[status], check, message, remedy].map(printable).join('\t'),
      )
      .join('\n');
  }
  const width = Math.max(...results.map(({ title }) => title.length));
  const indent = ' '.repeat(width + 8);
  const columns = Math.max(view.width - indent.length, NARROWEST);
  const hanging = (text: string, by: string) => wrappedText(printable(text), columns - 2).replaceAll('\n', `\n${by}`);
  const lines = results.flatMap(({ status, title, message, remedy }) => [
    `${painted(status, view)}  ${view.colors.bold(title.padEnd(width))}  ${hanging(message, indent)}`,
    ...(remedy === undefined ? [] : [`${indent}${view.colors.cyan('→')} ${hanging(remedy, `${indent}  `)}`]),
  ]);
  return [...lines, '', summaryOf(results)].join('\n');
}

function painted(status: FindingStatus, { colors }: View): string {
  const paint = { pass: colors.green, warn: colors.yellow, fail: colors.red, skip: colors.dim }[status];
  return paint(WORDS[status]);
}

/** `15 passed, 2 warnings, 1 failed, 1 not checked.` */
function summaryOf(results: readonly Result[]): string {
  const count = (status: FindingStatus) => results.filter((result) => result.status === status).length;
  const warnings = count('warn');
  const parts = [
    `${count('pass')} passed`,
    warnings > 0 && `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    count('fail') > 0 && `${count('fail')} failed`,
    count('skip') > 0 && `${count('skip')} not checked`,
  ];
  return `${parts.filter((part) => part !== false).join(', ')}.`;
}
