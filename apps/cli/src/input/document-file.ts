import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { parseJsonFile } from '../settings/json-file.ts';
import { readSource } from './text-source.ts';

/** The way to a value in a document: keys and, in lists, numbers from 0. */
export type DocumentPath = readonly (string | number)[];

/** Something that is wrong with a value in a document. */
export interface DocumentProblem {
  /** Also as people write it: `clients[0].redirectUris[1]`. */
  readonly path: DocumentPath | string;
  /** What is wrong and what to write instead, in whole sentences. */
  readonly message: string;
}

/** What a JSON or YAML file says, and where. */
export interface DocumentFile {
  /** As messages name it: the path as it was given, or `stdin`. */
  readonly source: string;
  readonly value: unknown;
  /** `line 3, column 5` of a value; of the nearest one around it when there is none. */
  placeOf(path: DocumentPath | string): string;
  /** An error that lists what is wrong with the values, each with its line and column. */
  malformed(problems: readonly DocumentProblem[]): SipgateKitError;
}

/**
 * Reads a JSON or YAML file, or stdin for `-`. `.json` has to be JSON; anything else is YAML, which JSON is, too.
 *
 * @throws SipgateKitError `file_unreadable`; `file_malformed`, naming file, line and column.
 * @example
 * const file = await readDocument(cli, 'clients.yaml');
 * if (!isList(file.value)) throw file.malformed([{ path: [], message: 'Write a list.' }]);
 */
export async function readDocument(cli: Cli, path: string): Promise<DocumentFile> {
  const { source, text } = await readSource(cli, path);
  if (path.toLowerCase().endsWith('.json')) await parseJsonFile(source, text);
  const { isNode, isPair, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [first] = document.errors;
  if (first !== undefined) {
    throw malformed(`${source} is neither valid YAML nor JSON (${place(first.pos[0])}: ${firstLine(first.message)}).`);
  }

  function place(offset: number): string {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  }

  function offsetOf(path: DocumentPath): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const part = path.slice(0, length);
      const key = part.at(-1);
      const around = length === 0 ? document.contents : document.getIn(part.slice(0, -1), true);
      const pair =
        around !== null && typeof around === 'object' && 'items' in around && typeof key === 'string'
          ? (around.items as unknown[]).find((item) => isPair(item) && String(item.key) === key)
          : undefined;
      const node = isPair(pair) ? pair.key : length === 0 ? around : document.getIn(part, true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  }

  const placeOf = (path: DocumentPath | string) => place(offsetOf(typeof path === 'string' ? stepsOf(path) : path));
  return {
    source,
    value: document.toJS(),
    placeOf,
    malformed(problems) {
      const list = problems.map(({ path, message }) => {
        const written = typeof path === 'string' ? path : writtenPath(path);
        return `  ${placeOf(path)}${written === '' ? '' : `, ${written}`}: ${message}`;
      });
      return malformed(`${source} cannot be used:\n${list.join('\n')}`);
    },
  };
}

/** `['clients', 0, 'name']` as people write it: `clients[0].name`. */
export function writtenPath(path: DocumentPath): string {
  return path.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`)).join('');
}

function stepsOf(written: string): DocumentPath {
  return [...written.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) =>
    index === undefined ? step : Number(index),
  );
}

function malformed(message: string): SipgateKitError {
  return new SipgateKitError('file_malformed', message, { hint: 'Correct it in an editor. Nothing was changed.' });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.replace(/\.$/, '') ?? '';
}
