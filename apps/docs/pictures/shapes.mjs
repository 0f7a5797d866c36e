/** The shapes that pictures are made of, as SVG text. */

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * @param {{ width: number, height: number, label: string }} frame what it shows, for people who hear it
 * @param {string} body
 */
export function picture({ width, height, label }, body) {
  return `<svg xmlns="http://www.w3.org/2000/svg" class="kp" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">\n${body}\n</svg>`;
}

/**
 * A line of text for each part between the breaks, around a middle.
 *
 * @param {{ x: number, y: number, text: string, style: string, leading?: number }} what
 */
export function words({ x, y, text, style, leading = 17 }) {
  const lines = text.split('\n');
  const first = y - ((lines.length - 1) * leading) / 2;
  return lines
    .map((line, index) => `<text class="${style}" x="${x}" y="${first + index * leading}">${escaped(line)}</text>`)
    .join('');
}

/**
 * A box with a name, and a note below it.
 *
 * @param {{ x: number, y: number, width: number, height: number, name: string, note?: string, ours?: boolean, style?: string }} what
 */
export function box({ x, y, width, height, name, note, ours = false, style = 'box' }) {
  const middle = x + width / 2;
  const lines = name.split('\n').length + (note?.split('\n').length ?? 0);
  const top = y + height / 2 + 5 - ((lines - 1) * 18) / 2;
  const names = name
    .split('\n')
    .map((line, index) => words({ x: middle, y: top + index * 18, text: line, style: 'name' }));
  const notes = (note?.split('\n') ?? []).map((line, index) =>
    words({ x: middle, y: top + (names.length + index) * 18, text: line, style: 'note' }),
  );
  return `<rect class="${style}${ours ? ' ours' : ''}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>${names.join('')}${notes.join('')}`;
}

/**
 * A straight arrow along one axis, or at any angle.
 *
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 */
export function arrow(from, to) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const base = { x: to.x - dx * 9, y: to.y - dy * 9 };
  const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  const corner = (/** @type {number} */ side) => `${round(base.x - dy * 5 * side)} ${round(base.y + dx * 5 * side)}`;
  return `<path class="arrow" d="M${from.x} ${from.y} L${round(base.x)} ${round(base.y)}"/><path class="tip" d="M${to.x} ${to.y} L${corner(1)} L${corner(-1)}z"/>`;
}
