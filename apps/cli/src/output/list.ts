import type { View } from './output.ts';
import { printable } from './printable.ts';

/** One column of a list. */
export interface Column<Row> {
  readonly head: string;
  readonly value: (row: Row) => string;
  /** Numbers stand on the right. */
  readonly right?: true;
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/** A table with a head for a person; for a program one record per line, its fields separated by tabs, without a head. */
export async function listText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: View,
): Promise<string> {
  if (!view.terminal) return rows.map((row) => columns.map(({ value }) => printable(value(row))).join('\t')).join('\n');
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    head: columns.map(({ head }) => view.colors.bold(head)),
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => columns.map(({ value }) => printable(value(row)))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
