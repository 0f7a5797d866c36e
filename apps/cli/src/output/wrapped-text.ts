/**
 * Text in lines no longer than `columns`, where words allow it; line breaks stay.
 *
 * @param indent stands before every line; `further` instead of it before all lines of a paragraph but the first.
 */
export function wrappedText(text: string, columns: number, indent = '', further = indent): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = [];
      let line = indent;
      for (const word of paragraph.split(' ')) {
        if (line.trim() !== '' && line.length + 1 + word.length > columns) {
          lines.push(line);
          line = further + word;
        } else line += line.trim() === '' ? word : ` ${word}`;
      }
      return [...lines, line].map((one) => one.trimEnd()).join('\n');
    })
    .join('\n');
}
