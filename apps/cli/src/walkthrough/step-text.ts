import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { wrappedText } from '../output/wrapped-text.ts';
import type { Message, Row, Step } from './step.ts';

const WIDEST = 100;

/** A step for people to read. */
export function stepText(step: Step, number: number, steps: number, view: View): string {
  const { bold, cyan } = view.colors;
  const columns = Math.min(view.width, WIDEST);
  const head = `── ${number} of ${steps} · ${step.title} `;
  const parts = [
    bold(head.padEnd(columns, '─')),
    wrappedText(step.explanation, columns),
    ...(step.request === undefined ? [] : [messageText('→', step.request, view, columns)]),
    ...(step.answer === undefined ? [] : [messageText('←', step.answer, view, columns)]),
    ...(step.details ?? []).map(({ title, rows }) => `  ${cyan(title)}\n${rowsText(rows, view, columns)}`),
    step.remember.map((one) => wrappedText(one, columns, '•', '  ')).join('\n'),
  ];
  return `${parts.join('\n\n')}\n\n`;
}

function messageText(arrow: string, { line, rows }: Message, view: View, columns: number): string {
  const first = view.colors.cyan(`  ${arrow} ${printable(line)}`);
  return rows.length === 0 ? first : `${first}\n${rowsText(rows, view, columns)}`;
}

function rowsText(rows: readonly Row[], { colors }: View, columns: number): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, value, meaning }) => {
      const first = `      ${colors.bold(name.padEnd(width))}  ${printable(value)}`;
      if (meaning === undefined) return first;
      const indent = ' '.repeat(width + 8);
      const [opening, ...rest] = wrappedText(meaning, columns, indent).split('\n');
      return [first, ...[opening ?? '', ...rest].map((line) => colors.dim(line))].join('\n');
    })
    .join('\n');
}
