import type MarkdownIt from 'markdown-it';

/** A head cell without words heads nothing: as an ordinary cell, nobody is told of a column without a name. */
export function namelessColumns(markdown: MarkdownIt): void {
  markdown.core.ruler.push('nameless-columns', ({ tokens }) => {
    tokens.forEach((token, index) => {
      if (token.type !== 'th_open' || tokens[index + 1]?.content.trim() !== '') return;
      token.tag = 'td';
      const close = tokens[index + 2];
      if (close) close.tag = 'td';
    });
  });
}
