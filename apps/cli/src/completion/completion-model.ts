import type { CommandTree, Option, Options, Positional } from '../command.ts';
import { globalOptions } from '../global-options.ts';
import { helpTopics } from '../help-topics.ts';

/** What may stand at a place: one of some words, a file, a profile's name, or anything. */
export type Values =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'profile' | 'text' };

/** A word, and what it means in one line. */
export interface Completion {
  readonly word: string;
  readonly summary: string;
}

/** An option as it is typed. */
export interface CompletedOption extends Completion {
  /** `-p`, where there is one. It is understood, but not offered. */
  readonly short?: string;
  /** What follows it; a switch has none. */
  readonly values?: Values;
}

/** All that can follow the words of a command or group: `''`, `clients`, `clients list`. */
export interface CompletionNode {
  readonly path: string;
  readonly words: readonly Completion[];
  readonly options: readonly CompletedOption[];
  /** By place. The last one goes on where `many` says so. */
  readonly positionals: readonly Values[];
  readonly many: boolean;
}

/** The command tree as completion scripts need it. `operations` are the names of the API's operations. */
export function completionModel(tree: CommandTree, operations: readonly string[]): readonly CompletionNode[] {
  const { groups, commands } = tree;
  const paths = ['', ...groups.map(({ name }) => name), ...commands.map(({ name }) => name)];
  const nodes = paths.map((path) => nodeAt(path, tree, operations));
  const topics = helpTopics.map(({ name, summary }) => ({ word: name, summary }));
  const helpNodes = nodes
    .filter(({ words }) => words.length > 0)
    .map(({ path, words, options }) => ({
      path: path === '' ? 'help' : `help ${path}`,
      words: path === '' ? [...words, ...topics] : words,
      options,
      positionals: [],
      many: false,
    }));
  return [...nodes.map(withHelp), ...helpNodes];
}

const withHelp = (node: CompletionNode): CompletionNode =>
  node.path === '' ? { ...node, words: [...node.words, { word: 'help', summary: 'Show help' }] } : node;

function nodeAt(path: string, tree: CommandTree, operations: readonly string[]): CompletionNode {
  const command = tree.commands.find(({ name }) => name === path);
  const options: Options = { ...command?.options, ...globalOptions };
  return {
    path,
    words: wordsAt(path, tree),
    options: Object.entries(options)
      .filter(([, { deprecated }]) => deprecated === undefined)
      .map(([name, option]) => optionOf(name, option)),
    positionals: (command?.positionals ?? []).map((positional) => valuesOfPositional(positional, operations)),
    many: command?.positionals.at(-1)?.many === true,
  };
}

function wordsAt(path: string, { groups, commands }: CommandTree): readonly Completion[] {
  const depth = path === '' ? 0 : path.split(' ').length;
  const below = [...groups, ...commands].filter(({ name }) => path === '' || name.startsWith(`${path} `));
  const direct = below.filter(({ name }) => name.split(' ').length === depth + 1);
  return direct.map(({ name, summary }) => ({ word: name.split(' ')[depth] ?? name, summary }));
}

function optionOf(name: string, option: Option): CompletedOption {
  const negative = option.kind === 'flag' && option.negative === true;
  return {
    word: `--${negative ? 'no-' : ''}${name}`,
    summary: option.summary,
    ...(option.alias !== undefined && { short: `-${option.alias}` }),
    ...(option.kind !== 'flag' && { values: valuesOfOption(name, option) }),
  };
}

function valuesOfOption(name: string, option: Exclude<Option, { kind: 'flag' }>): Values {
  if (option.kind !== 'number' && option.choices !== undefined) return { kind: 'choices', choices: option.choices };
  return { kind: name === 'profile' ? 'profile' : kindNamed(option.value) };
}

function valuesOfPositional({ name, choices }: Positional, operations: readonly string[]): Values {
  if (choices !== undefined) return { kind: 'choices', choices };
  if (name === 'operation') return { kind: 'choices', choices: operations };
  return { kind: kindNamed(name) };
}

/** The word that help shows for a value says what it is. */
function kindNamed(word: string): 'file' | 'folder' | 'profile' | 'text' {
  return word === 'file' || word === 'folder' || word === 'profile' ? word : 'text';
}
