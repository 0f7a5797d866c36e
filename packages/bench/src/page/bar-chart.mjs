/**
 * A plot of one group of figures: a bar for each, the spread of its rounds as a line across its end. Made from the numbers
 * alone, so that the same figures give the same picture; follows the reader's light or dark.
 * @module
 */

/** @typedef {import('../figure.mjs').Figure} Figure */

const WIDTH = 860;
const NAMES = 350;
const VALUES = 150;
const ROW = 26;
const TOP = 14;
const BAR = 14;

const STYLE = [
  'text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2937 }',
  '.value { fill: #4b5563 }',
  '.bar { fill: #9aa5b8 }',
  '.ours { fill: #2b52cf }',
  '.name.ours { fill: #2b52cf; font-weight: 600 }',
  '.spread { stroke: #1f2937; stroke-width: 1.5 }',
  '@media (prefers-color-scheme: dark) {',
  '  text { fill: #e5e7eb } .value { fill: #b6bfcc } .bar { fill: #6b7688 }',
  '  .ours, .name.ours { fill: #8fa8ff } .spread { stroke: #f3f4f6 }',
  '}',
].join('\n    ');

/** @param {string} title @param {readonly Figure[]} figures @returns {string} an SVG */
export function barChart(title, figures) {
  const longest = Math.max(...figures.map(({ most }) => most), Number.MIN_VALUE);
  const length = (/** @type {number} */ value) => rounded((Math.max(0, value) / longest) * (WIDTH - NAMES - VALUES));
  const rows = figures.map((figure, index) => row(figure, TOP + index * ROW, length));
  const height = TOP * 2 + figures.length * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">`,
    `  <title>${escaped(title)}</title>`,
    `  <style>\n    ${STYLE}\n  </style>`,
    ...rows,
    '</svg>\n',
  ].join('\n');
}

/** @param {Figure} figure @param {number} top @param {(value: number) => number} length */
function row({ name, median, least, most, unit, ours }, top, length) {
  const middle = top + ROW / 2;
  const owner = ours ? ' ours' : '';
  const value = `${median}${unit === '' ? '' : ` ${unit}`}`;
  const spread =
    least === most
      ? ''
      : `<line class="spread" x1="${NAMES + length(least)}" x2="${NAMES + length(most)}" y1="${middle}" y2="${middle}"/>`;
  return [
    `  <text class="name${owner}" x="${NAMES - 10}" y="${middle + 4}" text-anchor="end">${escaped(shortened(name))}</text>`,
    `  <rect class="bar${owner}" x="${NAMES}" y="${middle - BAR / 2}" width="${length(median)}" height="${BAR}" rx="2"/>${spread}`,
    `  <text class="value" x="${NAMES + Math.max(length(median), length(most)) + 8}" y="${middle + 4}">${escaped(value)}</text>`,
  ].join('\n');
}

/** What does not fit beside the bars ends with an ellipsis; the table below has it whole. @param {string} name */
const shortened = (name) => (name.length > 48 ? `${name.slice(0, 47)}…` : name);

/** @param {number} number */
const rounded = (number) => Math.round(number * 10) / 10;

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
