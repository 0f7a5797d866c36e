/**
 * A plot of one value over time, from the numbers alone; follows the reader's light or dark.
 * @module
 */

/** @typedef {{ at: number, value: number }} Sample */

const WIDTH = 760;
const HEIGHT = 200;
const LEFT = 60;
const BOTTOM = 34;
const TOP = 14;
const RIGHT = 16;

const STYLE = [
  'text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #4b5563 }',
  '.line { fill: none; stroke: #2b52cf; stroke-width: 2 }',
  '.rule { stroke: #d1d5db; stroke-width: 1 }',
  '@media (prefers-color-scheme: dark) {',
  '  text { fill: #b6bfcc } .line { stroke: #8fa8ff } .rule { stroke: #4b5563 }',
  '}',
].join('\n    ');

/**
 * @param {{ title: string, unit: string, atUnit: string }} about
 * @param {readonly Sample[]} samples
 * @returns {string} an SVG
 */
export function lineChart({ title, unit, atUnit }, samples) {
  const end = Math.max(...samples.map(({ at }) => at), 1);
  const most = niceAbove(Math.max(...samples.map(({ value }) => value), 1));
  const x = (/** @type {number} */ at) => rounded(LEFT + (at / end) * (WIDTH - LEFT - RIGHT));
  const y = (/** @type {number} */ value) => rounded(TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM));
  const points = samples.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ');
  const rules = [0, most / 2, most].flatMap((value) => [
    `  <line class="rule" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/>`,
    `  <text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">`,
    `  <title>${title}</title>`,
    `  <style>\n    ${STYLE}\n  </style>`,
    ...rules,
    `  <polyline class="line" points="${points}"/>`,
    `  <text x="${LEFT}" y="${HEIGHT - 8}">0 ${atUnit}</text>`,
    `  <text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${rounded(end)} ${atUnit}</text>`,
    `  <text x="${LEFT + 6}" y="${TOP + 12}">${unit}</text>`,
    '</svg>\n',
  ].join('\n');
}

/** A round number that is easily halved. @param {number} value */
function niceAbove(value) {
  const step = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / step) * step;
}

/** @param {number} number */
const rounded = (number) => Math.round(number * 10) / 10;
