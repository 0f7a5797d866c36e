import type { Command, Option, Options } from '../command.ts';
import { commands, groups } from '../command-tree.ts';
import { exitCodes } from '../exit-codes.ts';
import { globalOptions } from '../global-options.ts';
import { placesOf } from '../help.ts';
import { helpTopics } from '../help-topics.ts';

/**
 * Everything that scripts may rely on, one line each: commands, arguments, options, shapes of JSON, exit codes. It is
 * kept in `command-tree.txt`, so that no change of it goes unseen.
 */
export function commandTreeText(): string {
  const blocks = [
    ['sipgate', ...optionLines(globalOptions)],
    ...groups.map(({ name }) => [`sipgate ${name} …`]),
    ...commands.map(commandLines),
    helpTopics.map(({ name }) => `sipgate help ${name}`),
    Object.values(exitCodes).map(({ code, meaning }) => `exit ${code}  ${meaning}`),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function commandLines(command: Command): readonly string[] {
  const choices = command.positionals
    .filter((one) => one.choices !== undefined)
    .map((one) => `  <${one.name}> ${one.choices?.join(' | ')}`);
  return [
    `sipgate ${command.name}${placesOf(command)}`,
    ...choices,
    ...optionLines(command.options),
    ...(command.json === undefined ? [] : [`  json: ${command.json}`]),
  ];
}

function optionLines(options: Options): readonly string[] {
  return Object.entries(options).map(([name, option]) => {
    const notes = [choicesOf(option), option.kind === 'list' && 'many', option.deprecated && 'deprecated'].filter(
      Boolean,
    );
    return `  ${writtenOut(name, option)}${notes.length > 0 ? `  ${notes.join(', ')}` : ''}`;
  });
}

function writtenOut(name: string, option: Option): string {
  const short = option.alias === undefined ? '' : `-${option.alias}, `;
  if (option.kind === 'flag') return `${short}--${option.negative ? 'no-' : ''}${name}`;
  return `${short}--${name} <${option.value}${option.kind === 'number' ? ': number' : ''}>`;
}

function choicesOf(option: Option): string | undefined {
  return 'choices' in option ? option.choices?.join(' | ') : undefined;
}
