import type { OperationId } from '@sipgate-kit/core/operations';
import { operationAt, operationsOfCommand } from './command-calls.ts';
import type { FoundCall, FoundCalls, UnknownCall } from './found-call.ts';

/**
 * The calls in a text of commands: shell scripts, workflows, make files. Read line by line, after joining lines that a
 * backslash continues: `sipgate …` wherever a command may begin, and `curl` with the API's URL. A comment counts for
 * nothing; what a variable holds is not known.
 */
export function shellCalls(text: string): FoundCalls {
  const calls: FoundCall[] = [];
  const unknown: UnknownCall[] = [];
  for (const { line, text: command } of commandLines(text)) {
    for (const found of command.matchAll(/(?<=^|[\s;&|(`"'!=])sipgate(?=\s)/g)) {
      const column = found.index + 1;
      const words = wordsOf(command.slice(found.index)).slice(1);
      const called = operationsOfCommand(words);
      const code = `sipgate ${words.slice(0, 3).join(' ')}`;
      if (called === 'dynamic') unknown.push({ line, column, code, why: 'a variable says what it calls' });
      else for (const operationId of called ?? []) calls.push({ operationId, line, column, code });
    }
    for (const found of command.matchAll(/(?<=^|[\s;&|(`"'!])curl(?=\s)/g)) {
      const operationId = operationOfCurl(wordsOf(command.slice(found.index)));
      if (operationId !== undefined) calls.push({ operationId, line, column: found.index + 1, code: 'curl' });
    }
  }
  return { calls, unknown };
}

function operationOfCurl(words: readonly string[]): OperationId | undefined {
  const url = words.find((word) => /^https:\/\/api\.sipgate\.com\/v2(?:\/|$)/.test(word));
  if (url === undefined) return undefined;
  const asked = words.findIndex((word) => word === '-X' || word === '--request');
  const method = words[asked + 1] ?? '';
  const sends = words.some((word) => /^(?:-d|--data(?:-\w+)?|--json)$/.test(word));
  const path = url.replace(/^https:\/\/api\.sipgate\.com\/v2/, '').replaceAll(/\$\{[^}]*\}|\$\w+|\{\{.*?\}\}/g, 'x');
  return operationAt(asked === -1 ? (sends ? 'POST' : 'GET') : method.toUpperCase(), path || '/');
}

function* commandLines(text: string): Generator<{ readonly line: number; readonly text: string }> {
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    let command = withoutComment(lines[at] ?? '');
    while (/[\\^`]$/.test(command) && at + 1 < lines.length) {
      at += 1;
      command = `${command.slice(0, -1)} ${withoutComment(lines[at] ?? '')}`;
    }
    yield { line, text: command };
  }
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)#.*$/, '').trimEnd();
}

/** The words of one command, as far as it goes. Quotes hold words together and are taken away. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [, inDouble, inSingle, bare, end] of text.matchAll(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|([^\s"';&|()<>`]+)|([;&|()<>`])/g,
  )) {
    if (end !== undefined) break;
    words.push((inDouble ?? inSingle ?? bare ?? '').replaceAll('\\"', '"'));
  }
  return words;
}
