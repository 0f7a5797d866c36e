import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Cli } from '../src/cli.ts';
import { readDocument } from '../src/input/document-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sipgate Bürö '));
// What reading a file needs of the program: only where relative paths begin.
const cli = { host: { cwd: folder } } as Cli;

function file(name: string, text: string | Uint8Array): string {
  writeFileSync(join(folder, name), text);
  return name;
}

test('reads YAML and JSON, with a byte order mark, tabs and Windows line ends', async () => {
  const value = { clients: [{ name: 'a', redirectUris: ['https://a.example/cb'] }] };
  const yaml = '\uFEFFclients:\r\n  - name: a\r\n    redirectUris:\r\n      - https://a.example/cb\r\n';
  expect((await readDocument(cli, file('a.yaml', yaml))).value).toEqual(value);
  const json = JSON.stringify(value, undefined, '\t');
  expect((await readDocument(cli, file('a.json', json))).value).toEqual(value);
  expect((await readDocument(cli, file('a.txt', json))).value).toEqual(value);
});

test('says where a value stands: of keys the key, else the nearest value around it', async () => {
  const text = 'clients:\n  - name: a\n    redirectUris:\n      - https://a.example/cb\n      - "#"\n';
  const document = await readDocument(cli, file('b.yaml', text));
  expect(document.placeOf(['clients', 0, 'name'])).toBe('line 2, column 5');
  expect(document.placeOf('clients[0].redirectUris[1]')).toBe('line 5, column 9');
  expect(document.placeOf('clients[0].missing')).toBe('line 2, column 5');
  expect(document.placeOf([])).toBe('line 1, column 1');
});

test('lists what is wrong, each with its place', async () => {
  const document = await readDocument(cli, file('c.json', '{\n\t"nane": "a"\n}'));
  expect(document.malformed([{ path: 'nane', message: 'No such field.' }])).toMatchObject({
    code: 'file_malformed',
    message: 'c.json cannot be used:\n  line 2, column 2, nane: No such field.',
  });
});

test.each([
  ['d.yaml', 'name: a\nredirectUris: [https://a.example/cb\n', /^d\.yaml is neither .*\(line 3, column 1: /],
  ['d2.yaml', 'name: a\nname: b\n', /\(line 2, column 1: Map keys must be unique/],
  ['d.json', '{\n  "name": "a",\n}', /^d\.json is no valid JSON \(line 3, column 1/],
  ['empty.json', '', /^empty\.json is no valid JSON \(line 1, column 1/],
  ['e.yaml', Uint8Array.of(0xff, 0xfe, 0x61, 0), /^e\.yaml is not UTF-8/],
])('%s: what is no document names line and column', async (name, text, message) => {
  await expect(readDocument(cli, file(name, text))).rejects.toMatchObject({
    code: 'file_malformed',
    message: expect.stringMatching(message),
  });
});

test('a file that is not there names the path as it was given', async () => {
  await expect(readDocument(cli, 'nowhere.yaml')).rejects.toMatchObject({
    code: 'file_unreadable',
    message: 'nowhere.yaml cannot be read (there is no such file).',
  });
});
