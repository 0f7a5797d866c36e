import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operations } from '@sipgate-kit/core/operations';
import { expect, test } from 'vitest';
import type { Cli } from '../src/cli.ts';
import { checkedRequest } from '../src/commands/api/checked-request.ts';
import { fieldsGiven } from '../src/commands/api/field-arguments.ts';
import { meantOperation } from '../src/commands/api/meant-operation.ts';
import type { DocumentFile } from '../src/input/document-file.ts';
import { parse } from '../src/parse.ts';
import { BIN, newDesk } from './run-cli.ts';

const PAGES = fileURLToPath(new URL('../../docs/api', import.meta.url));
const examples = readdirSync(PAGES)
  .flatMap((page) => [...readFileSync(join(PAGES, page), 'utf8').matchAll(/^```sh\n(.*sipgate api .*)\n```$/gm)])
  .map(([, line = '']) => line);

test('the reference has a command for every operation, which parses and fits the description', async () => {
  expect(examples).toHaveLength(Object.keys(operations).length);
  const script = [
    'sipgate() { printf "%s\\0" "$@"; printf "\\0"; case "$*" in *--input*) cat;; esac; printf "\\0\\0"; }',
    ...examples,
  ];
  const parts = execFileSync('sh', ['-c', script.join('\n')])
    .toString()
    .split('\0\0');
  const called = new Set<string>();
  for (const [at, part] of parts.slice(0, -1).entries()) {
    if (at % 2 !== 0) continue;
    const invocation = parse(part.split('\0'));
    if (invocation.kind !== 'run') throw new Error(`${part} runs nothing.`);
    expect(invocation.command.name).toBe('api');
    const { operation: name, field } = invocation.args as { operation: string; field: readonly string[] };
    const { operation } = meantOperation(name, undefined, 'https://api.sipgate.com/v2');
    const fields = await fieldsGiven(
      {} as Cli,
      field.map((one) => one.replace(/=@\w+\.txt$/, '=x')),
    );
    const input = parts[at + 1] ?? '';
    checkedRequest(operation, { fields }, input === '' ? undefined : ({ value: JSON.parse(input) } as DocumentFile));
    called.add(operation.operationId);
  }
  expect([...called].toSorted()).toEqual(Object.keys(operations).toSorted());
});

test('a few of them, as they stand there, on the built command', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipgate reference '));
  writeFileSync(join(folder, 'password.txt'), 'secret');
  const some = examples.filter((_, at) => at % 20 === 0).map((line) => `${line} --dry-run --json`);
  const script = [`sipgate() { "$NODE" "$BIN" "$@"; }`, 'set -e', ...some].join('\n');
  const env = { ...newDesk().env, NODE: process.execPath, BIN };
  const printed = execFileSync('sh', ['-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const answers = printed.toString().split(/(?<=^\})\n/m);
  expect(answers.filter((text) => text.trim() !== '').map((text) => JSON.parse(text))).toEqual(
    some.map(() => expect.objectContaining({ operationId: expect.any(String), url: expect.stringContaining('/v2') })),
  );
});
