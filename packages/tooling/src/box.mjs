/**
 * Lines in a frame.
 *
 * @param {readonly string[]} lines
 */
export function box(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const inside = lines.map((line) => `│  ${line.padEnd(width)}  │`);
  return [`┌${'─'.repeat(width + 4)}┐`, ...inside, `└${'─'.repeat(width + 4)}┘`].join('\n');
}
