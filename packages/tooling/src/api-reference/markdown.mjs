/** Text from YAML in one line. @param {string} text */
export function oneLine(text) {
  return text.trim().replaceAll(/\s+/g, ' ');
}

/** Text from YAML, its paragraphs kept. @param {string} text */
export function paragraphs(text) {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => inMarkdown(oneLine(paragraph)))
    .join('\n\n');
}

/** @param {string} text */
export const code = (text) => `\`${text.replaceAll('`', "'")}\``;

/** Characters that Markdown would read as its own, but for code and emphasis, which descriptions may have. @param {string} text */
export function inMarkdown(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/[\\<>|[\]]/g, (character) => `\\${character}`)))
    .join('');
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(inCell).join(' | ')} |`;
  return `${[line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')}\n`;
}

/** Even in code, a bar ends a cell. @param {string} cell */
const inCell = (cell) => cell.replaceAll(/\\?\|/g, '\\|');
