import type { Option } from './command.ts';
import { commands } from './command-tree.ts';
import { globalOptions } from './global-options.ts';

/** The next words of the commands that begin with `path`. */
export function wordsBelow(path: readonly string[]): readonly string[] {
  const paths = commands.map(({ name }) => name.split(' '));
  const below = paths.filter((words) => words.length > path.length && path.every((word, at) => words[at] === word));
  return [...new Set(below.map((words) => words[path.length] ?? ''))];
}

/**
 * The same command line with the words of the command first, so that options may stand before them:
 * `--reveal-secret clients list` is `clients list --reveal-secret`. Whatever follows the command stays in its order.
 */
export function commandFirst(argv: readonly string[]): readonly string[] {
  const words: string[] = [];
  const options: string[] = [];
  let at = 0;
  while (at < argv.length) {
    const token = argv[at] ?? '';
    const next = argv[at + 1];
    if (token === '--') break;
    if (token.startsWith('-') && token !== '-') {
      const withValue = next !== undefined && takesNext(token, next, wordsBelow(words));
      options.push(token, ...(withValue ? [next] : []));
      at += withValue ? 2 : 1;
    } else if (wordsBelow(words).includes(token)) {
      words.push(token);
      at += 1;
    } else break;
  }
  return [...words, ...options, ...argv.slice(at)];
}

const everyOption: readonly (readonly [string, Option])[] = [
  ...Object.entries<Option>(globalOptions),
  ...commands.flatMap(({ options }) => Object.entries(options)),
];

/** Whether the word after an option is its value. Where commands disagree about it, a word of a command is none. */
function takesNext(token: string, next: string, words: readonly string[]): boolean {
  if (token.includes('=')) return false;
  const name = token.replace(/^--?/, '');
  const meant = everyOption.filter(([full, { alias }]) => (token.startsWith('--') ? full === name : alias === name));
  if (meant.length === 0 || meant.every(([, { kind }]) => kind === 'flag')) return false;
  return meant.every(([, { kind }]) => kind !== 'flag') || !words.includes(next);
}
