/** @typedef {import('./compare.mjs').Difference} Difference @typedef {ReturnType<typeof import('./compare.mjs').compare>} Result */

const TITLES = /** @type {const} */ ({
  operation: 'Operations',
  parameter: 'Parameters',
  body: 'Bodies',
  answer: 'Answers',
  scope: 'Scopes',
  schema: 'Schemas',
  property: 'Properties',
});
const SUBJECTS = /** @type {readonly Difference['subject'][]} */ (Object.keys(TITLES));

/** In the order people care: what, then where. @param {readonly Difference[]} differences */
function sorted(differences) {
  return SUBJECTS.flatMap((subject) =>
    differences
      .filter((one) => one.subject === subject)
      .sort((a, b) => order(a.change, b.change) || order(a.where, b.where) || order(a.what, b.what)),
  );
}

/** @param {string} a @param {string} b */
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** A table for the terminal. @param {Result} result @param {string} source */
export function tableOf({ differences, confirmed }, source) {
  const notes = confirmed.map((title) => `Confirmed: ${title} is described there; x-sipgate-unconfirmed may go.`);
  if (differences.length === 0) return [`No drift: ${source} says what is known here.`, ...notes].join('\n');
  const rows = [
    ['CHANGE', 'OF', 'WHERE', 'WHAT'],
    ...sorted(differences).map(({ change, subject, where, what }) => [change, subject, where, what]),
  ].map((cells) => cells.map(inOneLine));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', `${counted(differences)} between openapi/ and ${source}.`, ...notes].join('\n');
}

/** A changelog in Markdown, to work through. @param {Result} result @param {string} source @param {string} day */
export function changelogOf({ differences, confirmed }, source, day) {
  const parts = SUBJECTS.flatMap((subject) => {
    const own = sorted(differences).filter((one) => one.subject === subject);
    if (own.length === 0) return [];
    return [
      `## ${TITLES[subject]}\n`,
      `${own.map(({ change, where, what }) => `- [ ] ${change}: ${code(where)}${what === '' ? '' : ` ${inMarkdown(what)}`}`).join('\n')}\n`,
    ];
  });
  const notes =
    confirmed.length === 0
      ? []
      : [
          '## Confirmed\n',
          'Marked as unconfirmed here, and described there now: `x-sipgate-unconfirmed` may go.\n',
          `${confirmed.map((title) => `- ${code(title)}`).join('\n')}\n`,
        ];
  return [
    '# Drift of the API description\n',
    `Between \`openapi/\` and ${/^https?:/i.test(source) ? `<${source}>` : code(source)}, ${day}: ${counted(differences)}.\n`,
    ...parts,
    ...notes,
  ].join('\n');
}

/** @param {readonly Difference[]} differences */
function counted({ length }) {
  return length === 0 ? 'no differences' : length === 1 ? '1 difference' : `${length} differences`;
}

// What stands in somebody else's document drives neither a terminal nor Markdown.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** @param {string} text */
const inOneLine = (text) => text.replaceAll(CONTROLS, ' ');

/** @param {string} text */
const code = (text) => `\`${inOneLine(text).replaceAll('`', "'")}\``;

/** @param {string} text */
const inMarkdown = (text) => inOneLine(text).replaceAll(/[\\`*_<>|[\]#@]/g, (character) => `\\${character}`);
