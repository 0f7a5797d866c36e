import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SipgateKitError } from '@sipgate-kit/core';

const NAME = /^[A-Za-z_]\w*$/;

/** A value that begins without a quote and goes on behind a `#`: everything from the `#` on would be taken for a comment. */
const CUT_VALUE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*[^\s'"`#][^\r\n#]*?(?<=\S)#/m;

/**
 * Reads the text of a `.env` file, as Node's own reader does, but forgives a byte order mark and Windows' line ends,
 * and refuses what that reader silently gets wrong.
 *
 * @param source the file's name, for messages
 * @throws SipgateKitError `invalid_configuration` when a line is no `NAME=value`, or an unquoted value contains `#`.
 * @example
 * parseEnvFile('PORT = "8080"', '.env'); // { PORT: '8080' }
 */
export function parseEnvFile(text: string, source: string): Record<string, string> {
  if (text.includes('\0')) throw unreadable(source, 'it is not saved as UTF-8', 'Save it as UTF-8.');
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const cut = CUT_VALUE.exec(clean)?.[1];
  if (cut !== undefined) {
    throw unreadable(source, `the value of ${cut} contains a # and has no quotes`, `Write ${cut}="…" with quotes.`);
  }
  const variables = { ...(parseEnv(clean) as Record<string, string>) };
  const odd = Object.keys(variables).find((name) => !NAME.test(name));
  if (odd !== undefined) {
    const line = odd.split(/[\n ]/, 1)[0]?.slice(0, 40) || '=';
    throw unreadable(source, `the line that begins with "${line}" is no NAME=value`, 'Put a # before comments.');
  }
  return variables;
}

/**
 * Reads a `.env` file from disk; `undefined` when there is none.
 *
 * @throws SipgateKitError `invalid_configuration` when it exists but cannot be read or understood.
 */
export function readEnvFile(path: string): Record<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(path, `the system refuses it (${code})`, 'Check that it is a file and that you may read it.');
  }
  return parseEnvFile(text, path);
}

function unreadable(source: string, why: string, hint: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', `${source} cannot be read: ${why}.`, { hint });
}
