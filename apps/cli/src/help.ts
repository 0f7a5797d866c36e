import type { Command, Option, Options, Positional } from './command.ts';
import { commands, groups } from './command-tree.ts';
import { globalOptions } from './global-options.ts';
import { type HelpTopic, helpTopics } from './help-topics.ts';
import { DOCS_URL, ISSUES_URL } from './links.ts';
import { type Colors, colorsFor } from './output/colors.ts';

const PLAIN = colorsFor({}, false, false);

/** The help of the program, of a group, of a command or of a topic: usage, what there is, and an example. */
export function helpText(words: readonly string[], colors: Colors = PLAIN): string {
  const name = words.join(' ');
  const topic = helpTopics.find((one) => one.name === name);
  if (topic !== undefined) return topicHelp(topic, colors);
  const command = commands.find((one) => one.name === name);
  return command === undefined ? overview(name, colors) : commandHelp(command, colors);
}

/** As little as helps whoever left something out: how it is written, and an example. */
export function shortHelp(words: readonly string[], colors: Colors = PLAIN): string {
  const name = words.join(' ');
  const command = commands.find((one) => one.name === name);
  const parts =
    command === undefined
      ? [usageOf(name, colors), `${colors.bold('Commands')}\n${columns(rowsBelow(name))}`]
      : [usageOfCommand(command, colors), argumentsText(command, colors)];
  return [...parts, examplesText(examplesBelow(name).slice(0, 1), colors)]
    .filter((part) => part !== false)
    .join('\n\n');
}

function overview(name: string, colors: Colors): string {
  const group = groups.find((one) => one.name === name);
  return page(
    [
      group === undefined
        ? 'The command line for sipgate: sign in, manage OAuth clients, call the REST API.'
        : `${group.summary}.`,
      usageOf(name, colors),
      `${colors.bold('Commands')}\n${columns(rowsBelow(name))}`,
      name === '' && `${colors.bold('Topics')}\n${columns(helpTopics.map((one) => [`help ${one.name}`, one.summary]))}`,
      `${colors.bold('Options for every command')}\n${columns(optionRows(globalOptions))}`,
      examplesText(examplesBelow(name), colors),
    ],
    colors,
  );
}

const TOP_EXAMPLES = ['sipgate login --profile sandbox', 'sipgate clients list', 'sipgate help clients'];

/** What may follow a group's words, or `sipgate` itself. */
function rowsBelow(name: string): readonly (readonly [string, string])[] {
  if (name === '') {
    const single = commands.filter((one) => !one.name.includes(' '));
    return [...single, ...groups.map((one) => ({ ...one, name: `${one.name} …` }))].map((one) => [
      one.name,
      one.summary,
    ]);
  }
  return commands
    .filter((one) => one.name.startsWith(`${name} `))
    .map((one) => [`sipgate ${one.name}${placesOf(one)}`, one.summary]);
}

function examplesBelow(name: string): readonly string[] {
  if (name === '') return TOP_EXAMPLES;
  const command = commands.find((one) => one.name === name);
  if (command !== undefined) return command.examples;
  const inside = commands.filter((one) => one.name.startsWith(`${name} `));
  return inside.flatMap((one) => one.examples.slice(0, 1)).slice(0, 3);
}

const usageOf = (name: string, colors: Colors) =>
  `${colors.bold('Usage')}\n  sipgate ${name === '' ? '' : `${name} `}<command> [options]`;

const usageOfCommand = (command: Command, colors: Colors) =>
  `${colors.bold('Usage')}\n  sipgate ${command.name}${placesOf(command)}${Object.keys(command.options).length > 0 ? ' [options]' : ''}`;

const argumentsText = ({ positionals }: Command, colors: Colors) =>
  positionals.length > 0 &&
  `${colors.bold('Arguments')}\n${columns(positionals.map((one) => [placeOf(one), explainedPlace(one)]))}`;

function commandHelp(command: Command, colors: Colors): string {
  const { summary, description, options, examples, json } = command;
  return page(
    [
      `${summary}.${description === undefined ? '' : `\n\n${wrapped(description)}`}`,
      usageOfCommand(command, colors),
      argumentsText(command, colors),
      Object.keys(options).length > 0 && `${colors.bold('Options')}\n${columns(optionRows(options))}`,
      `${colors.bold('Options for every command')}\n${columns(optionRows(globalOptions))}`,
      json !== undefined && `${colors.bold('With --json')}\n  ${json}`,
      examplesText(examples, colors),
    ],
    colors,
  );
}

function topicHelp({ summary, tables, examples }: HelpTopic, colors: Colors): string {
  return page(
    [
      `${summary}.`,
      ...tables.map(({ title, rows }) => `${colors.bold(title)}\n${columns(rows)}`),
      examplesText(examples, colors),
    ],
    colors,
  );
}

function page(parts: readonly (string | false)[], colors: Colors): string {
  const links = `${colors.bold('More')}\n  ${DOCS_URL}\n  Something wrong? ${ISSUES_URL}`;
  return `${[...parts, links].filter((part) => part !== false).join('\n\n')}\n`;
}

const examplesText = (examples: readonly string[], colors: Colors) =>
  `${colors.bold('Examples')}\n${examples.map((example) => `  ${example}`).join('\n')}`;

/** ` <client-id> [file…]`, as usage lines have it. */
export function placesOf({ positionals }: Pick<Command, 'positionals'>): string {
  return positionals.map((one) => ` ${placeOf(one)}`).join('');
}

/** `<client-id>` where it must be, `[file…]` where it may. */
export function placeOf({ name, required, many }: Positional): string {
  const word = `${name}${many ? '…' : ''}`;
  return required ? `<${word}>` : `[${word}]`;
}

/** Each option as it is written, and what it does. Deprecated ones are not shown. */
export function optionRows(options: Options): readonly (readonly [string, string])[] {
  return Object.entries(options)
    .filter(([, { deprecated }]) => deprecated === undefined)
    .map(([name, option]) => [written(name, option), explained(option)]);
}

function written(name: string, option: Option): string {
  const short = option.alias === undefined ? '' : `-${option.alias}, `;
  if (option.kind === 'flag') return `${short}--${option.negative ? 'no-' : ''}${name}`;
  return `${short}--${name} <${option.value}>`;
}

/** What an argument means, with what it may be. */
export function explainedPlace({ summary, choices }: Positional): string {
  return `${summary}${choices === undefined ? '' : `: ${choices.join(', ')}`}`;
}

function explained(option: Option): string {
  const choices = 'choices' in option && option.choices !== undefined ? `: ${option.choices.join(', ')}` : '';
  const often = option.kind === 'list' ? ' (may be given several times)' : '';
  return `${option.summary}${choices}${often}`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
}

function wrapped(text: string, width = 88): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines = [''];
      for (const word of paragraph.split(' ')) {
        const last = lines.at(-1) ?? '';
        if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
        else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
      }
      return lines.join('\n');
    })
    .join('\n');
}
