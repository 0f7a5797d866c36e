/**
 * Results as text that fits a terminal.
 * @module
 */

/** @typedef {import('./rule.mjs').Row} Row */

/** Ours: a line for each fault and store, over all numbers of calls and processes. @param {readonly Row[]} rows */
export function ourTable(rows) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const name = `${row.fault}, ${row.store}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const body = [...groups.values()].map((group) => {
    const [first] = group;
    return [
      first?.fault ?? '',
      first?.store ?? '',
      String(group.length),
      span(group.map(({ refreshRequests }) => refreshRequests)),
      withAllowed(total(group, 'failedCalls'), total(group, 'allowedFailed')),
      withAllowed(total(group, 'lostConnections'), total(group, 'allowedLost')),
      String(total(group, 'wrongNeedsLogin')),
    ];
  });
  return grid(['fault', 'store', 'cells', 'refresh requests', 'failed calls', 'lost', 'wrong needs_login'], body);
}

/** @param {readonly Row[]} rows @param {'failedCalls' | 'allowedFailed' | 'lostConnections' | 'allowedLost' | 'wrongNeedsLogin'} name */
function total(rows, name) {
  return rows.reduce((sum, row) => sum + (row[name] ?? 0), 0);
}

/** @param {number} count @param {number} allowed */
function withAllowed(count, allowed) {
  return allowed === 0 ? String(count) : `${count} (${allowed} allowed)`;
}

/** @param {readonly number[]} numbers */
function span(numbers) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least}–${most}`;
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} body */
export function grid(head, body) {
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((line) => line[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...body.map(line)].join('\n');
}
