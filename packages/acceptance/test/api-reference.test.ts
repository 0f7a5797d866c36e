import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOperation, operations } from '@sipgate-kit/core/operations';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../../apps/docs/api', import.meta.url));
const pages = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const operationPages = pages.filter(({ name }) => name !== 'README.md');

/** What stands in code of a language, by the headline above it. */
function blocks(language: string): readonly { operationId: string; code: string }[] {
  return operationPages.flatMap(({ text }) =>
    text.split(/^### /m).flatMap((section) => {
      const operationId = section.split('\n', 1)[0] ?? '';
      const found = section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\`$`, 'gm'));
      return [...found].map(([, code = '']) => ({ operationId, code }));
    }),
  );
}

/** What the compiler says of a module in this folder. */
function complaints(source: string): readonly string[] {
  const path = fileURLToPath(new URL('gathered-examples.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.readFile = (name) => (name === path ? source : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => {
    const line = (file?.text ?? '').slice(0, start).split('\n').length;
    return `${(file?.text ?? '').split('\n')[line - 1]}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

const gathered = (examples: readonly { operationId: string; code: string }[]) =>
  [
    "import type { SipgateClient } from '@sipgate-kit/core';",
    'declare const sipgate: SipgateClient;',
    ...examples.map(({ operationId, code }) => `export async function ${operationId}() {\n${code}\n}`),
  ].join('\n');

const ids = Object.keys(operations).toSorted();

test('every operation has its section, and an example in TypeScript, for the command line and for curl', () => {
  expect(
    blocks('ts')
      .map(({ operationId }) => operationId)
      .toSorted(),
  ).toEqual(ids);
  const shell = blocks('sh');
  for (const operationId of ids) {
    const codes = shell.filter((one) => one.operationId === operationId).map(({ code }) => code);
    expect(codes).toEqual([expect.stringContaining(`sipgate api ${operationId}`), expect.stringMatching(/^curl /)]);
  }
});

describe('TypeScript', { timeout: 60_000 }, () => {
  test('every example compiles', () => {
    expect(complaints(gathered(blocks('ts')))).toEqual([]);
  });

  test('one that misspells a field would not', () => {
    const [misspelt] = complaints(
      gathered([{ operationId: 'x', code: "await sipgate.call('getDevice', { path: { device: 'e0' } });" }]),
    );
    expect(misspelt).toContain("'device' does not exist");
  });
});

test('every curl example leads to its operation', () => {
  const examples = blocks('sh').filter(({ code }) => code.startsWith('curl '));
  const script = ['curl() { printf "%s\\0" "$@"; printf "\\0"; }', 'TOKEN=secret', ...examples.map(({ code }) => code)];
  const calls = execFileSync('sh', ['-c', script.join('\n')])
    .toString()
    .split('\0\0')
    .slice(0, -1)
    .map((words) => words.split('\0'));
  expect(calls).toHaveLength(examples.length);
  for (const [at, words] of calls.entries()) {
    const after = (option: string) => words[words.indexOf(option) + 1] ?? '';
    const url = new URL(words.at(-1) ?? '');
    const method = words.includes('--request') ? after('--request') : 'GET';
    expect(url.origin).toBe('https://api.sipgate.com');
    const found = findOperation(method, url.pathname.replace(/^\/v2\/?/, '/'));
    expect(found?.operationId).toBe(examples[at]?.operationId);
    expect(words).toContain('Authorization: Bearer secret');
    if (words.includes('--data-raw')) expect(() => JSON.parse(after('--data-raw'))).not.toThrow();
  }
});

test('every link leads to a page and a headline', () => {
  const anchors = new Map(
    pages.map(({ name, text }) => {
      const seen = new Map<string, number>();
      const found = [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => {
        const bare = title
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-');
        const count = seen.get(bare) ?? 0;
        seen.set(bare, count + 1);
        return count === 0 ? bare : `${bare}-${count}`;
      });
      return [name, found] as const;
    }),
  );
  const broken = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/\]\(([\w.]*)#([^)]*)\)/g)]
      .filter(([, page, anchor = '']) => !anchors.get(page || name)?.includes(anchor))
      .map(([link]) => `${name}: ${link}`),
  );
  expect(broken).toEqual([]);
});
