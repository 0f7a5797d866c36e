/**
 * Results as text that fits a terminal.
 * @module
 */

/** @typedef {import('./rule.mjs').Row} Row */

/** @typedef {{ head: readonly string[], body: readonly (readonly string[])[] }} Table */

/**
 * Ours: a line for each fault and store, over all numbers of calls and processes.
 *
 * @param {readonly Row[]} rows
 * @returns {Table}
 */
export function ourTable(rows) {
  const body = groupsOf(rows, ({ fault, store }) => [fault, store]).map(([names, group]) => [
    ...names,
    String(group.length),
    span(group.map(({ refreshRequests }) => refreshRequests)),
    withAllowed(total(group, 'failedCalls'), total(group, 'allowedFailed')),
    withAllowed(total(group, 'lostConnections'), total(group, 'allowedLost')),
    String(total(group, 'wrongNeedsLogin')),
  ]);
  return { head: ['fault', 'store', 'cells', 'refresh requests', 'failed calls', 'lost', 'wrong needs_login'], body };
}

/**
 * For a first look: a line for each tool over every fault, without the sign-ins that nobody could have kept, whose answer
 * died before it reached a store.
 *
 * @param {readonly Row[]} rows
 * @returns {Table}
 */
export function summaryTable(rows) {
  const unavoidable = new Set(rows.filter(({ allowedLost }) => allowedLost).map(({ fault }) => fault));
  const body = groupsOf(rows, ({ peer }) => [peer ?? '**sipgate-kit**']).map(([names, group]) => {
    const avoidable = group.filter(({ fault }) => !unavoidable.has(fault));
    const processes = group.map((row) => row.processes ?? 1);
    return [
      ...names,
      String(group.length),
      span(processes),
      String(total(avoidable, 'lostConnections')),
      String(total(group, 'wrongNeedsLogin')),
    ];
  });
  return { head: ['', 'situations', 'processes', 'lost sign-ins', 'wrongly told to sign in'], body };
}

/**
 * Peers: a line for each peer and fault; `1 / 20 / 200` is what happened with so many calls.
 *
 * @param {readonly Row[]} rows
 * @returns {Table}
 */
export function peerTable(rows) {
  const body = groupsOf(rows, ({ peer = '', fault }) => [peer, fault]).map(([names, group]) => {
    const each = (/** @type {(row: Row) => number} */ value) => group.map(value).join(' / ');
    return [
      ...names,
      each(({ calls }) => calls),
      each(({ refreshRequests }) => refreshRequests),
      each(({ failedCalls }) => failedCalls),
      each(({ lostConnections }) => lostConnections),
      each(({ wrongNeedsLogin }) => wrongNeedsLogin),
    ];
  });
  return { head: ['peer', 'fault', 'calls', 'refresh requests', 'failed calls', 'lost', 'wrong needs_login'], body };
}

/**
 * @param {readonly Row[]} rows
 * @param {(row: Row) => string[]} namesOf
 * @returns {[names: string[], group: Row[]][]} in the order in which they first appear
 */
function groupsOf(rows, namesOf) {
  /** @type {Map<string, [names: string[], group: Row[]]>} */
  const groups = new Map();
  for (const row of rows) {
    const names = namesOf(row);
    const [, group] = groups.get(names.join()) ?? [names, []];
    groups.set(names.join(), [names, [...group, row]]);
  }
  return [...groups.values()];
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

/** For a terminal. @param {Table} table */
export function grid({ head, body }) {
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((line) => line[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...body.map(line)].join('\n');
}

/** For a README. @param {Table} table */
export function markdown({ head, body }) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...body.map(line)].join('\n');
}
