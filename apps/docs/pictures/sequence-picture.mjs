/** Who says what to whom, in the order of time: drawn for a page, and step by step by the component that plays it. */
import { arrow, box, picture, words } from './shapes.mjs';

/**
 * @typedef {{ id: string, name: string, note?: string, ours?: boolean }} Actor
 * @typedef {object} Step
 * @property {string} from
 * @property {string} [to] missing for what an actor does by itself
 * @property {string} text on the picture, two lines at most
 * @property {string} says in a sentence, below the picture
 * @property {'call' | 'answer'} [kind]
 * @property {'good' | 'bad'} [mood]
 * @typedef {{ label: string, actors: readonly Actor[], steps: readonly Step[] }} Sequence
 */

const COLUMN = 176;
const HEAD = 58;
const ROW = 50;
const MARGIN = 16;

/**
 * @param {Sequence} sequence
 * @param {number} [shown] how many steps, all if missing
 */
export function sequencePicture({ label, actors, steps }, shown = steps.length) {
  const width = actors.length * COLUMN + 2 * MARGIN;
  const height = HEAD + 34 + steps.length * ROW;
  const middleOf = (/** @type {string} */ id) =>
    MARGIN + actors.findIndex((actor) => actor.id === id) * COLUMN + COLUMN / 2;
  const heads = actors.map((actor) => {
    const middle = middleOf(actor.id);
    return `${box({ ...actor, x: middle - 78, y: 6, width: 156, height: HEAD - 6 })}<path class="life" d="M${middle} ${HEAD + 4} V${height - 6}"/>`;
  });
  const drawn = steps.slice(0, shown).map((step, index) => {
    const style = [step.kind ?? 'call', step.mood ?? '', index === shown - 1 ? 'now' : ''].filter(Boolean).join(' ');
    const y = HEAD + 46 + index * ROW;
    return `<g class="${style}">${step.to === undefined ? alone(step, middleOf(step.from), y) : between(middleOf(step.from), middleOf(step.to), step.text, y)}${badge(middleOf(step.from) - (step.to === undefined ? 78 : 0), y, index + 1)}</g>`;
  });
  return picture({ width, height, label }, [...heads, ...drawn].join('\n'));
}

/** @param {number} from @param {number} to @param {string} text @param {number} y */
function between(from, to, text, y) {
  const lines = text.split('\n').length;
  return `${arrow({ x: from, y }, { x: to, y })}${words({ x: (from + to) / 2 + (to > from ? 8 : -8), y: y - 7 - (lines - 1) * 8, text, style: 'words', leading: 16 })}`;
}

/** @param {Step} step @param {number} middle @param {number} y */
function alone({ text }, middle, y) {
  // The number stands on the left edge.
  const half = 78;
  return `<rect class="panel" x="${middle - half}" y="${y - 18}" width="${2 * half}" height="36" rx="8"/>${words({ x: middle + 6, y: y + 5, text, style: 'words', leading: 16 })}`;
}

/** @param {number} middle @param {number} y @param {number} number */
function badge(middle, y, number) {
  return `<circle class="badge" cx="${middle}" cy="${y}" r="10"/><text class="number" x="${middle}" y="${y + 4}">${number}</text>`;
}
