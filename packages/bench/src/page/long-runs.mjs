/**
 * The sections of the runs that take longer than a benchmark: the storm, and the callback server under load for half an hour.
 * @module
 */
import { markdown, summaryTable } from '../table.mjs';
import { lineChart } from './line-chart.mjs';

/** File name of the plot of {@link soakSection}. */
export const SOAK_PLOT = 'soak-memory.svg';

/** @param {{ cells: readonly import('../rule.mjs').Row[] }} storm */
export function stormSection({ cells }) {
  return [
    '## The storm',
    `\`pnpm storm\` sends the token manager and every store of the vault through crowds, crashes and outages on a provider that
rotates and detects reuse, then peers by the idiom of their READMEs, in one process. *Allowed* is what nobody can promise: an
answer that died before it reached a store. [How it is counted, and every row](../../packages/bench/README.md).`,
    markdown(summaryTable(cells)),
  ].join('\n\n');
}

/** @param {import('../soak/soak-report.d.ts').SoakReport} soak */
export function soakSection(soak) {
  const { memory, load, errors, faults } = soak;
  const rows = [
    ['minutes', soak.minutes],
    ['store', soak.store],
    ['what the server can do, with the sandbox on the same machine', `${load.capacityPerSecond} requests/s`],
    ['what it was given', `${load.ratePerSecond} requests/s, ${Math.round(load.share * 100)} %`],
    ['pages answered', load.visits],
    ['sign-ins finished', load.signIns],
    ['refreshes', load.refreshes],
    ['half of the answers within', `${load.p50Ms} ms`],
    ['99 of 100 answers within', `${load.p99Ms} ms`],
    ['faults played by the sandbox', Object.values(faults).reduce((total, count) => total + count, 0)],
    ['answers that told of a fault of the sandbox', errors.ofTheSandbox],
    ['people who lost their session to a lost answer', errors.allowedLost],
    ['**errors of ours**', `**${errors.ours.length}**`],
    ['heap it may have', `${memory.heapMb} MB`],
    ['memory, second quarter', `${memory.beforeMb} MB`],
    ['memory, last quarter', `${memory.afterMb} MB`],
  ].map(([name, value]) => [String(name), String(value)]);
  const kinds = Object.entries(faults).map(([name, count]) => [name, String(count)]);
  return [
    '## Half an hour under load, with faults',
    `\`pnpm soak\`: the built callback server with its database, the sandbox as sipgate, both processes and the people on one
machine. First the people ask as fast as they get answers: that is the capacity. Then they come at ${Math.round(load.share * 100)} % of it, whether
they are answered or not, while the sandbox delays, refuses and drops answers. An **error of ours** is: no answer within
${soak.patienceS} s or a broken connection; a status 500; an error of the store; any other failure while the sandbox played no fault;
a person who is told to sign in although their session lives. The server has the heap of a small container
(\`--max-old-space-size\`): on a large machine Node lets garbage pile up instead, and a leak would be hard to see.`,
    markdown({ head: ['', 'measured'], body: rows }),
    `![The memory of the server over the whole time](images/bench/${SOAK_PLOT})`,
    markdown({ head: ['fault', 'times'], body: kinds }),
  ].join('\n\n');
}

/** @param {import('../soak/soak-report.d.ts').SoakReport} soak */
export function soakPlot({ memory }) {
  const samples = memory.samples.map(({ minute, rssMb }) => ({ at: minute, value: rssMb }));
  return lineChart({ title: 'Memory of the callback server', unit: 'MB', atUnit: 'min' }, samples);
}
