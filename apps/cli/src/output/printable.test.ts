import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['two\nlines\tand a tab', 'two lines and a tab'],
  ['\u001b]0;a new title\u0007text', ']0;a new titletext'],
  ['\u001b[2J\u001b[Hgone', '[2J[Hgone'],
  ['\u009b31mred', '31mred'],
  ['\u001b[1mbold\u001b[22m', '\u001b[1mbold\u001b[22m'],
  ['Grüße 👋', 'Grüße 👋'],
])('%j becomes %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
