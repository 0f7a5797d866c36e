import type { Colors } from './colors.ts';
import { printable } from './printable.ts';

/** A field's value as it is compared: text, or a list of texts whose order does not matter. */
export type FieldValue = string | readonly string[] | undefined;

/** What a field is and what it is to be; `undefined` or empty where there is nothing. */
export interface FieldChange {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** What happens to a thing as a whole. */
export type DiffKind = 'create' | 'update' | 'delete';

const SIGNS = { create: '+', update: '~', delete: '-' } as const;

/**
 * A thing and what becomes of it, coloured: its title, and below it each field with what goes (`-`) and what comes (`+`);
 * of lists, also what stays. Signs say everything that colours say.
 *
 * @example
 * diffText('update', 'Example CRM', [{ field: 'name', before: 'Example', after: 'Example CRM' }], colors);
 * // ~ Example CRM
 * //     name
 * //       - Example
 * //       + Example CRM
 */
export function diffText(
  kind: DiffKind,
  title: string,
  changes: readonly FieldChange[],
  colors: Pick<Colors, 'red' | 'green' | 'yellow' | 'bold' | 'dim'>,
): string {
  const paint = { create: colors.green, update: colors.yellow, delete: colors.red }[kind];
  const fields = changes.flatMap(({ field, before, after }) => {
    const [old, wanted] = [valuesOf(before), valuesOf(after)];
    return [
      `    ${field}`,
      ...old.filter((value) => wanted.includes(value)).map((value) => colors.dim(`        ${value}`)),
      ...old.filter((value) => !wanted.includes(value)).map((value) => colors.red(`      - ${value}`)),
      ...wanted.filter((value) => !old.includes(value)).map((value) => colors.green(`      + ${value}`)),
    ];
  });
  return [`${paint(SIGNS[kind])} ${colors.bold(printable(title))}`, ...fields].join('\n');
}

function valuesOf(value: FieldValue): readonly string[] {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return values.filter((text) => text !== '').map(printable);
}
