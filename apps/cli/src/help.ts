import type { Command, Option, Options, Positional } from './command.ts';
import { commands, groups } from './command-tree.ts';
import { globalOptions } from './global-options.ts';
import { DOCS_URL, ISSUES_URL } from './links.ts';
import { type Colors, colorsFor } from './output/colors.ts';

const PLAIN = colorsFor({}, false, false);

/** The help of the program, of a group or of a command: usage, what there is, and an example. */
export function helpText(topic: readonly string[], colors: Colors = PLAIN): string {
  const name = topic.join(' ');
  const command = commands.find((one) => one.name === name);
  return command === undefined ? overview(name, colors) : commandHelp(command, colors);
}

function overview(name: string, colors: Colors): string {
  const inside = commands.filter((one) => name === '' || one.name.startsWith(`${name} `));
  const group = groups.find((one) => one.name === name);
  const rows =
    name === '' ? topLevel() : inside.map((one) => [`sipgate ${one.name}${placesOf(one)}`, one.summary] as const);
  const examples = name === '' ? TOP_EXAMPLES : inside.flatMap((one) => one.examples.slice(0, 1)).slice(0, 3);
  return page(
    [
      group === undefined
        ? 'The command line for sipgate: sign in, manage OAuth clients, call the REST API.'
        : `${group.summary}.`,
      `${colors.bold('Usage')}\n  sipgate ${name === '' ? '' : `${name} `}<command> [options]`,
      `${colors.bold('Commands')}\n${columns(rows)}`,
      `${colors.bold('Options for every command')}\n${columns(optionRows(globalOptions))}`,
      examplesText(examples, colors),
    ],
    colors,
  );
}

const TOP_EXAMPLES = ['sipgate login --profile sandbox', 'sipgate clients list', 'sipgate help clients'];

function topLevel(): readonly (readonly [string, string])[] {
  const single = commands
    .filter(({ name }) => !name.includes(' '))
    .map(({ name, summary }) => [name, summary] as const);
  return [...single, ...groups.map(({ name, summary }) => [`${name} …`, summary] as const)];
}

function commandHelp(command: Command, colors: Colors): string {
  const { name, summary, description, positionals, options, examples, json } = command;
  return page(
    [
      `${summary}.${description === undefined ? '' : `\n\n${wrapped(description)}`}`,
      `${colors.bold('Usage')}\n  sipgate ${name}${placesOf(command)}${Object.keys(options).length > 0 ? ' [options]' : ''}`,
      positionals.length > 0 &&
        `${colors.bold('Arguments')}\n${columns(positionals.map((one) => [placeOf(one), one.summary]))}`,
      Object.keys(options).length > 0 && `${colors.bold('Options')}\n${columns(optionRows(options))}`,
      `${colors.bold('Options for every command')}\n${columns(optionRows(globalOptions))}`,
      json !== undefined && `${colors.bold('With --json')}\n  ${json}`,
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

function placeOf({ name, required, many }: Positional): string {
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
