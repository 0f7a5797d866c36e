/**
 * One measured figure: what it is, its median over the rounds, and how far the rounds lay apart.
 * @module
 */
import { median, rounded } from './median.mjs';

/**
 * @typedef {object} Figure
 * @property {string} group   what it is compared with: figures of one group share a plot
 * @property {string} name    who or what was measured
 * @property {string} unit
 * @property {number} median
 * @property {number} least   of the rounds
 * @property {number} most
 * @property {number} rounds
 * @property {boolean} [ours]
 * @property {number} [atLeast] what we require of ourselves: less is a step back
 * @property {number} [atMost]
 * @property {number} [aim]     what we want to reach, where that is more than we require
 */

/** @typedef {{ group: string, name: string, unit: string, ours?: boolean, atLeast?: number, atMost?: number, aim?: number }} Subject */

/** Three digits say all that a measurement like these knows. @param {number} number */
const short = (number) => (number === 0 || !Number.isFinite(number) ? number : Number(number.toPrecision(3)));

/** @param {Subject} subject @param {readonly number[]} values one of each round @returns {Figure} */
export function figureOf(subject, values) {
  if (values.length === 0) throw new Error(`${subject.group}, ${subject.name}: nothing was measured.`);
  return {
    ...subject,
    median: short(median(values)),
    least: short(Math.min(...values)),
    most: short(Math.max(...values)),
    rounds: values.length,
  };
}

/**
 * How one compares with another, round by round, so that a busy moment of the machine meets both.
 *
 * @param {Subject} subject @param {readonly number[]} values @param {readonly number[]} others
 */
export function ratioOf(subject, values, others) {
  return figureOf(
    subject,
    values.map((value, round) => rounded(value / (others[round] ?? Number.NaN), 4)),
  );
}

/** @param {Figure} figure whether it is what we require; one without a requirement is */
export function isKept({ median: value, atLeast, atMost }) {
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}

/** @param {Figure} figure as people read it: `12.3 ms (11.9–14)` */
export function shown({ median: value, least, most, unit }) {
  const spread = least === most ? '' : ` (${least}–${most})`;
  return `${value}${unit === '' ? '' : ` ${unit}`}${spread}`;
}

/** @param {Figure} figure whether it is what we aim at; one without an aim is, when it is kept */
export function isReached(figure) {
  const { median: value, atMost, aim } = figure;
  if (aim === undefined) return isKept(figure);
  return atMost === undefined ? value >= aim : value <= aim;
}

/** @param {Figure} figure */
export function requirement({ atLeast, atMost, aim }) {
  const [sign, bound] = atMost === undefined ? ['≥', atLeast] : ['≤', atMost];
  if (bound === undefined) return '';
  return aim === undefined ? `${sign} ${bound}` : `${sign} ${bound}, aim ${sign} ${aim}`;
}

/** Whether the requirement is kept and the aim reached, in a word. @param {Figure} figure */
export function verdict(figure) {
  if (requirement(figure) === '') return '';
  if (!isKept(figure)) return '✗';
  return isReached(figure) ? '✓' : '✓, aim missed';
}
