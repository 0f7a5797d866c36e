import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { systemCode } from '../system-code.ts';

/** What stands for stdin, or stdout, where a file is wanted. */
export const STDIO = '-';

/** A text and where it came from. */
export interface SourceText {
  /** As messages name it: the path as it was given, or `stdin`. */
  readonly source: string;
  readonly text: string;
}

/**
 * Reads a file, or stdin for `-`. A byte order mark is taken away.
 *
 * @throws SipgateKitError `file_unreadable` when there is no such file, or it cannot be read; `file_malformed` when it
 * is not UTF-8.
 * @example
 * const { source, text } = await readSource(cli, '-');
 */
export async function readSource(cli: Pick<Cli, 'host' | 'signal' | 'output'>, path: string): Promise<SourceText> {
  const source = path === STDIO ? 'stdin' : path;
  const bytes = path === STDIO ? await stdinBytes(cli) : await fileBytes(cli, path);
  try {
    return { source, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw new SipgateKitError('file_malformed', `${source} is not UTF-8.`, { hint: 'Save it as UTF-8 and try again.' });
  }
}

/** A path as it was given, in the working directory when it is relative. */
export function pathIn(cwd: string, path: string): string {
  return isAbsolute(path) ? path : join(cwd, path);
}

async function stdinBytes({ host: { stdin }, signal, output }: Pick<Cli, 'host' | 'signal' | 'output'>) {
  if (stdin.isTTY) output.note('Reading from the keyboard; Ctrl-D on a line of its own ends it.');
  const parts: Buffer[] = [];
  for await (const part of addAbortSignal(signal, stdin)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function fileBytes({ host: { cwd } }: Pick<Cli, 'host'>, path: string): Promise<Buffer> {
  try {
    return await readFile(pathIn(cwd, path));
  } catch (error) {
    const code = systemCode(error);
    throw new SipgateKitError('file_unreadable', `${path} cannot be read (${REASONS[code] ?? code}).`, {
      hint: 'Check the path; `-` reads from stdin.',
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};
