import yargs from 'yargs';
import { type Command, camelCase, type Option, type Options } from './command.ts';
import { commands, groups } from './command-tree.ts';
import { commandFirst, wordsBelow } from './command-words.ts';
import { type GlobalArguments, globalOptions } from './global-options.ts';
import { helpTopics } from './help-topics.ts';
import { nearest } from './suggestion.ts';
import { UsageError } from './usage-error.ts';

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: 'help'; readonly topic: readonly string[]; readonly globals: GlobalArguments }
  | { readonly kind: 'version'; readonly globals: GlobalArguments }
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly args: Readonly<Record<string, unknown>>;
      readonly globals: GlobalArguments;
      /** Deprecated options that were used, with what to use instead. */
      readonly deprecated: readonly (readonly [name: string, instead: string])[];
    };

interface Parsed {
  readonly path: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Understands a command line, and runs nothing.
 *
 * @throws UsageError naming the right word where one is close.
 */
export function parse(argv: readonly string[]): Invocation {
  const { path, values } = parsed(argv);
  const globals = valuesOf(globalOptions, values) as GlobalArguments;
  const rest = (values['_'] as readonly string[]).slice(path.length);
  const name = path.join(' ');
  if (globals.version && path.length === 0) return { kind: 'version', globals };
  if (path.length === 0 && rest[0] === 'help') {
    const topic = rest.slice(1);
    if (isTopic(topic.join(' '))) return { kind: 'help', topic, globals };
    throw unknownTopic(topic);
  }
  const command = commands.find((one) => one.name === name);
  if (globals.help && (command !== undefined || rest.length === 0)) return { kind: 'help', topic: path, globals };
  if (command === undefined) {
    if (rest.length > 0) throw unknownCommand(path, rest);
    throw new UsageError(
      name === '' ? 'No command was given.' : `\`sipgate ${name}\` needs one more word.`,
      help(name),
      path,
    );
  }
  return {
    kind: 'run',
    command,
    args: argumentsOf(command, values, rest),
    globals,
    deprecated: deprecatedIn(command, values),
  };
}

function parsed(argv: readonly string[]): Parsed {
  const ordered = commandFirst(argv);
  const path = pathIn(ordered);
  const command = commands.find(({ name }) => name === path.join(' '));
  const known = { ...globalOptions, ...command?.options };
  // Of a command that is none, its options are the smaller mistake.
  return { path, values: read(ordered, known, command === undefined ? undefined : path) };
}

/** The words at the beginning that name a command or a group. */
function pathIn(given: readonly string[]): readonly string[] {
  let length = 0;
  while (length < given.length && wordsBelow(given.slice(0, length)).includes(given[length] ?? '')) length += 1;
  return given.slice(0, length);
}

/** The values by their options' names; what stands without dashes is `_`. Strict where a command is known; which words are commands is the tree's matter. */
function read(argv: readonly string[], options: Options, strictFor: readonly string[] | undefined): Parsed['values'] {
  return yargs()
    .scriptName('sipgate')
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'strip-aliased': true,
    })
    .options(
      Object.fromEntries(
        Object.entries(options).map(([name, { kind, alias }]) => [
          name,
          {
            ...(alias !== undefined && { alias }),
            ...(kind === 'flag'
              ? { type: 'boolean' as const }
              : { type: 'string' as const, array: kind === 'list', requiresArg: true }),
          },
        ]),
      ),
    )
    .strictOptions(strictFor !== undefined)
    .fail((message, error) => {
      throw complaint(message ?? error.message, options, strictFor ?? []);
    })
    .parseSync(argv);
}

function valuesOf(options: Options, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [camelCase(name), readValue(name, option, values[name])]),
  );
}

function readValue(name: string, option: Option, given: unknown): unknown {
  if (option.kind === 'flag') {
    const last = Array.isArray(given) ? given.at(-1) : given;
    return last === undefined ? option.negative === true : last === true;
  }
  const all = (Array.isArray(given) ? given : given === undefined ? [] : [given]).map(String);
  if (option.kind !== 'number' && option.choices !== undefined) {
    for (const value of all) assertChoice(`--${name}`, value, option.choices);
  }
  if (option.kind === 'list') return all;
  const value = all.at(-1);
  if (value === undefined || option.kind === 'text') return value;
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`--${name} takes a whole number, not "${value}".`, help(''));
  return Number(value);
}

function argumentsOf(command: Command, values: Readonly<Record<string, unknown>>, rest: readonly string[]) {
  const args = valuesOf(command.options, values);
  const left = [...rest];
  for (const { name, required, many, choices } of command.positionals) {
    const given = many ? left.splice(0) : left.splice(0, 1);
    if (required && given.length === 0) {
      throw new UsageError(`\`sipgate ${command.name}\` needs <${name}>.`, help(command.name), command.name.split(' '));
    }
    if (choices !== undefined) for (const value of given) assertChoice(`<${name}>`, value, choices);
    args[camelCase(name)] = many ? given : given[0];
  }
  if (left.length > 0)
    throw new UsageError(`\`sipgate ${command.name}\` does not take "${left[0]}".`, help(command.name));
  return args;
}

function deprecatedIn(command: Command, values: Readonly<Record<string, unknown>>) {
  return Object.entries(command.options).flatMap(([name, { deprecated }]) =>
    deprecated !== undefined && values[name] !== undefined ? [[name, deprecated] as const] : [],
  );
}

function assertChoice(what: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const near = nearest(value, choices);
  throw new UsageError(
    `${what} is one of ${choices.join(', ')}, not "${value}".`,
    near === undefined ? help('') : `Did you mean ${near}?`,
  );
}

function unknownCommand(path: readonly string[], rest: readonly string[]): UsageError {
  const typed = [...path, ...rest];
  const names = [...commands, ...groups].map(({ name }) => name);
  const candidates = [typed.join(' '), [...path, rest[0] ?? ''].join(' ')];
  const near = candidates.map((words) => nearest(words, names)).find((name) => name !== undefined);
  return new UsageError(
    `There is no command \`sipgate ${candidates[1]}\`.`,
    near === undefined ? help(path.join(' ')) : `Did you mean \`sipgate ${near}\`?`,
  );
}

function unknownTopic(topic: readonly string[]): UsageError {
  const names = [...commands, ...groups, ...helpTopics].map(({ name }) => name);
  const near = nearest(topic.join(' '), names);
  return new UsageError(
    `There is no help about "${topic.join(' ')}".`,
    near === undefined ? help('') : `Did you mean \`sipgate help ${near}\`?`,
  );
}

function unknownOption(given: string, known: Options, path: readonly string[]): UsageError {
  const written = given.length === 1 ? `-${given}` : `--${given}`;
  const near = nearest(given, Object.keys(known));
  const name = path.join(' ');
  const where = name === '' ? 'sipgate' : `\`sipgate ${name}\``;
  return new UsageError(
    `There is no option ${written} for ${where}.`,
    near === undefined
      ? help(name)
      : `Did you mean --${known[near]?.kind === 'flag' && isNegative(known[near]) ? 'no-' : ''}${near}?`,
  );
}

function isNegative(option: Option): boolean {
  return option.kind === 'flag' && option.negative === true;
}

function isTopic(name: string): boolean {
  return name === '' || [...commands, ...groups, ...helpTopics].some((one) => one.name === name);
}

function help(name: string): string {
  return `See \`sipgate ${name === '' ? '' : `${name} `}--help\`.`;
}

/** yargs' own complaints, as whole sentences. */
function complaint(message: string, options: Options, path: readonly string[]): UsageError {
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(message)?.[1];
  if (unknown !== undefined) return unknownOption(unknown, options, path);
  const missing = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  return new UsageError(missing === undefined ? message : `--${missing} needs a value.`, help(path.join(' ')));
}
