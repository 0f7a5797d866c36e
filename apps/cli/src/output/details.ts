import type { View } from './output.ts';
import { printable } from './printable.ts';

/** One thing to know about something: what it is, and its value. `undefined` values are left out. */
export type Detail = readonly [label: string, value: string | undefined];

/** The details of one thing: labels and values in two columns for a person; for a program a tab between them. */
export function detailsText(details: readonly Detail[], view: View): string {
  const known = details.filter((detail): detail is readonly [string, string] => detail[1] !== undefined);
  if (!view.terminal) return known.map(([label, value]) => `${label}\t${printable(value)}`).join('\n');
  const width = Math.max(...known.map(([label]) => label.length));
  return known.map(([label, value]) => `${view.colors.bold(label.padEnd(width))}  ${printable(value)}`).join('\n');
}
