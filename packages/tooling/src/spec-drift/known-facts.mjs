/**
 * What sipgate's description said when openapi/ was written: openapi/facts/*.tsv. Where ours differs from it on purpose,
 * theirs is no news.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { shapeOfPath } from './described-api.mjs';

/** @typedef {import('./described-api.mjs').Type} Type @typedef {import('./described-api.mjs').Field} Field */

/**
 * @param {string} [folder]
 * @returns {Promise<{ api: import('./described-api.mjs').DescribedApi, nameOf(names: readonly string[]): (name: string) => string }>}
 * `nameOf` gives, for the names of a description's schemas, what each is called here
 */
export async function knownFacts(folder = join(root, 'openapi', 'facts')) {
  const [operations, schemas, scopes] = await Promise.all(
    ['operations', 'schemas', 'scopes'].map(async (name) =>
      rowsOf(await readFile(join(folder, `${name}.tsv`), 'utf8')),
    ),
  );
  const kitNames = new Map((schemas ?? []).map(({ sipgate = '', kit = '' }) => [sipgate, kit]));
  const translated = (/** @type {string} */ name) => kitNames.get(name) ?? name;
  return {
    api: {
      operations: new Map((operations ?? []).map((row) => [keyOf(row), operationOf(row, translated)])),
      shapes: new Map(
        (schemas ?? []).map(({ kit = '', properties }) => [
          kit,
          new Map(words(properties).map((word) => fieldOf(word, translated))),
        ]),
      ),
      scopes: new Set((scopes ?? []).map(({ scope = '' }) => scope)),
    },
    // One name stands for two things, so that a description is read as a whole in sipgate's names or in ours.
    nameOf(names) {
      const kit = new Set(kitNames.values());
      const sipgates = names.filter((name) => kitNames.has(name)).length;
      return sipgates >= names.filter((name) => kit.has(name)).length ? translated : (name) => name;
    },
  };
}

/** @param {string} text @returns {readonly Partial<globalThis.Record<string, string>>[]} */
function rowsOf(text) {
  const [head = '', ...rows] = text.trimEnd().split(/\r?\n/);
  const columns = head.split('\t');
  return rows.map((row) => Object.fromEntries(row.split('\t').map((cell, at) => [columns[at] ?? '', cell])));
}

/** @param {string | undefined} cell */
const words = (cell = '') => cell.split(' ').filter((word) => word !== '');

/** @param {Partial<globalThis.Record<string, string>>} row */
const keyOf = ({ method, path = '' }) => `${method} ${shapeOfPath(path)}`;

/** @param {Partial<globalThis.Record<string, string>>} row @param {(name: string) => string} translated */
function operationOf(row, translated) {
  return {
    method: row['method'] ?? '',
    path: row['path'] ?? '',
    operationId: row['sipgate'],
    deprecated: (row['deprecated'] ?? '') !== '',
    unconfirmed: false,
    scopes: new Set(words(row['scopes'])),
    parameters: new Map(
      words(row['parameters']).map((word) => {
        const [place, ...rest] = word.split(':');
        const [name, field] = fieldOf(rest.join(':'), translated);
        return [`${place}:${name}`, field];
      }),
    ),
    body: row['body'] ? typeOf(row['body'], translated) : undefined,
    answers: new Map(
      words(row['answers'])
        .filter((word) => word !== 'none')
        .map((word) => {
          const [code = '', type] = word.split(':');
          return [code, type === undefined ? undefined : typeOf(type, translated)];
        }),
    ),
  };
}

/** `name!:string(A|B)[]` @param {string} word @param {(name: string) => string} translated @returns {[string, Field]} */
function fieldOf(word, translated) {
  const at = word.indexOf(':');
  const name = word.slice(0, at);
  return [name.replace('!', ''), { type: typeOf(word.slice(at + 1), translated), required: name.endsWith('!') }];
}

/** @param {string} text @param {(name: string) => string} translated @returns {Type} */
function typeOf(text, translated) {
  const [, name = text, values, lists = ''] = /^([^([]+)(?:\(([^)]*)\))?((?:\[\])*)$/.exec(text) ?? [];
  return { name: `${translated(name)}${lists}`, values: values?.split('|') ?? [] };
}
