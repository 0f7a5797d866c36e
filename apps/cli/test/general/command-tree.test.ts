import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commands, groups } from '../../src/command-tree.ts';
import { environmentVariables } from '../../src/environment-variables.ts';
import { commandPages } from '../../src/reference/command-pages.ts';
import { commandTreeText } from '../../src/reference/command-tree-text.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// What fails here is repaired by `pnpm generate`; look at what it changes before you commit it.

test('[L33] the command tree is the committed one', () => {
  expect(commandTreeText()).toBe(readFileSync(at('command-tree.txt'), 'utf8'));
});

test('the documentation is that of the tree', () => {
  for (const [path, content] of commandPages()) expect(readFileSync(at(`../docs/${path}`), 'utf8')).toBe(content);
  const pages = [...commandPages().keys()].filter((path) => path.startsWith('cli/')).map((path) => path.slice(4));
  expect(readdirSync(at('../docs/cli')).sort()).toEqual(pages.sort());
});

test('every command says what it is for, how it is used, and what --json prints', () => {
  for (const { name, summary, examples, json } of commands) {
    expect(summary, name).toMatch(/^[A-Z].*[^.]$/);
    expect(examples.length, name).toBeGreaterThan(0);
    for (const example of examples) expect(example, name).toContain('sipgate');
    expect(json, name).toBeDefined();
  }
});

test('[L32] noun first: what belongs to a thing stands below its group', () => {
  for (const { name } of commands) {
    const [first = '', second] = name.split(' ');
    if (second === undefined) continue;
    const known = groups.some((group) => group.name === first) || commands.some((command) => command.name === first);
    expect(known, name).toBe(true);
  }
  const verbs = (group: string) => commands.map(({ name }) => name).filter((name) => name.startsWith(`${group} `));
  expect(verbs('clients')).toEqual(
    expect.arrayContaining(['list', 'get', 'create', 'update', 'delete'].map((verb) => `clients ${verb}`)),
  );
});

test('every variable that the program looks at is told by sipgate help environment', () => {
  const known = environmentVariables.flatMap(({ variables }) => variables.map(({ name }) => name));
  const read = readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(join(at('src'), path), 'utf8').matchAll(/\benv\[?\.?'([A-Z][A-Z_]+)'/g)])
    .map(([, name = '']) => name);
  expect(read.length).toBeGreaterThan(10);
  expect([...new Set(read)].filter((name) => !known.includes(name))).toEqual([]);
});
