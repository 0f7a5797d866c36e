import { execFileSync } from 'node:child_process';
import { type Operation, type OperationId, operations } from '@sipgate-kit/core/operations';
import { expect, test } from 'vitest';
import type { Cli } from '../src/cli.ts';
import { checkedRequest } from '../src/commands/api/checked-request.ts';
import { exampleCommand } from '../src/commands/api/example-command.ts';
import { fieldsGiven } from '../src/commands/api/field-arguments.ts';
import type { DocumentFile } from '../src/input/document-file.ts';

const all = Object.entries(operations).map(
  ([operationId, operation]): Operation => ({ ...operation, operationId: operationId as OperationId }),
);

/** The words of each example as a shell reads them; `sipgate` prints them instead of doing anything. */
function wordsOf(examples: readonly string[]): readonly { words: readonly string[]; input: string }[] {
  const script = [
    'sipgate() { printf "%s\\0" "$@"; printf "\\0"; case "$*" in *--input*) cat;; esac; printf "\\0\\0"; }',
    ...examples,
  ];
  const printed = execFileSync('sh', ['-c', script.join('\n')]).toString();
  return printed
    .split('\0\0')
    .slice(0, -1)
    .reduce<{ words: readonly string[]; input: string }[]>((found, part, at) => {
      if (at % 2 === 0) found.push({ words: part.split('\0'), input: '' });
      else Object.assign(found.at(-1) ?? {}, { input: part });
      return found;
    }, []);
}

test('every example that describe gives is a request that fits its description', async () => {
  const examples = wordsOf(all.map(exampleCommand));
  expect(examples).toHaveLength(all.length);
  for (const [at, operation] of all.entries()) {
    const { words = [], input = '' } = examples[at] ?? {};
    expect(words.slice(0, 2)).toEqual(['api', operation.operationId]);
    const given = words.filter((_, index) => words[index - 1] === '-f').map((one) => one.replace(/=@\w+\.txt$/, '=x'));
    const fields = await fieldsGiven({} as Cli, given);
    const document = input === '' ? undefined : ({ value: JSON.parse(input) } as DocumentFile);
    checkedRequest(operation, { fields }, document);
  }
});
