/** @module runtime by check, for a terminal */

/**
 * @param {readonly import('./run-everywhere.mjs').Row[]} rows
 * @param {readonly string[]} checks
 */
export function table(rows, checks) {
  const head = ['', ...checks];
  const body = rows.map(({ name, version, outcomes }) => [
    `${name.split(' ')[0]} ${version}`,
    ...checks.map((check) =>
      outcomes.some((outcome) => outcome.check === check && outcome.problem === undefined) ? 'ok' : 'FAILED',
    ),
  ]);
  const lines = [head, ...body];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
