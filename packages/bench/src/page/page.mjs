/**
 * The page of all figures, and its plots, from what the runs have written into `results/`. A part that has not been run yet
 * is left out.
 * @module
 */
import { requirement, shown, verdict } from '../figure.mjs';
import { markdown } from '../table.mjs';
import { barChart } from './bar-chart.mjs';
import { words } from './words.mjs';

/** @typedef {import('../figure.mjs').Figure} Figure */
/** @typedef {import('../machine.mjs').Machine} Machine */
/** @typedef {{ title: string, at: string, seconds: number, machine: Machine, figures: Figure[] }} Result */

/**
 * @param {ReadonlyMap<string, Result>} results by the name of the part, in the order of the page
 * @param {readonly string[]} further sections that others wrote: the storm, the soak
 * @returns {{ page: string, plots: Map<string, string> }} plots by file name
 */
export function benchmarkPage(results, further) {
  /** @type {Map<string, string>} */
  const plots = new Map();
  const sections = [...results].map(([name, result]) => section(name, result, plots));
  const page = [words.header, words.opening, machines([...results.values()]), ...sections, ...further, words.closing];
  return { page: `${page.filter((part) => part !== '').join('\n\n')}\n`, plots };
}

/** @param {string} name @param {Result} result @param {Map<string, string>} plots */
function section(name, { title, figures }, plots) {
  const groups = [...grouped(figures, ({ group }) => group)];
  const parts = groups.flatMap(([group, members]) => {
    const plot = `${name}-${slug(group)}.svg`;
    const isPlotted = members.length > 1;
    if (isPlotted) plots.set(plot, barChart(group, members));
    return [
      `### ${group}`,
      ...(isPlotted ? [`![${group}: the table below has the figures](images/bench/${plot})`] : []),
      table(members),
    ];
  });
  return [`## ${title}`, words.parts[name] ?? '', ...parts].filter((part) => part !== '').join('\n\n');
}

/** @param {readonly Figure[]} figures */
function table(figures) {
  const isRequired = figures.some((figure) => requirement(figure) !== '');
  const body = figures.map((figure) => [
    figure.ours ? `**${figure.name}**` : figure.name,
    shown(figure),
    String(figure.rounds),
    ...(isRequired ? [requirement(figure), verdict(figure)] : []),
  ]);
  return markdown({ head: ['', 'median (least–most)', 'rounds', ...(isRequired ? ['required', ''] : [])], body });
}

/** Most parts are of one run; who was measured later, or elsewhere, says so. @param {readonly Result[]} results */
function machines(results) {
  const byMachine = [...grouped(results, ({ machine, at }) => `${described(machine)}, on ${at}`)];
  if (byMachine.length === 0) return '';
  if (byMachine.length === 1) return `Measured on ${byMachine[0]?.[0]}.`;
  return byMachine
    .map(([text, some]) => `- ${some.map(({ title }) => title).join(', ')}: measured on ${text}.`)
    .join('\n');
}

/** @param {Machine} machine */
function described({ processor, cores, memoryGb, system, node, syncMs }) {
  return `${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}; a write is on the disk after ${syncMs} ms`;
}

/** @param {string} text */
const slug = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/**
 * In the order in which the groups first appear.
 *
 * @template Item @param {readonly Item[]} items @param {(item: Item) => string} nameOf @returns {Map<string, Item[]>}
 */
function grouped(items, nameOf) {
  /** @type {Map<string, Item[]>} */
  const groups = new Map();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}
