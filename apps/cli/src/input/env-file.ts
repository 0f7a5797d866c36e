import { parseEnv } from 'node:util';
import { SipgateKitError } from '@sipgate-kit/core';

/** Variables by name. */
export type EnvVariables = Readonly<Record<string, string>>;

/** The variables that a `.env` file's text sets, as Node reads it. */
export function envVariables(text: string): EnvVariables {
  return { ...(parseEnv(text.replaceAll('\r\n', '\n')) as Record<string, string>) };
}

/**
 * The text of a `.env` file with these variables set: where a line sets one already, that line; else at the end. All
 * other lines stay as they are, comments and line ends too.
 *
 * @param source the file's name, for messages
 * @throws SipgateKitError `file_malformed` when the file is written so that a line cannot be changed safely, as with a
 * value of several lines.
 * @example
 * withVariables('PORT=8080\n', { CLIENT_ID: 'abc' }, '.env'); // 'PORT=8080\nCLIENT_ID=abc\n'
 */
export function withVariables(text: string, variables: EnvVariables, source: string): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = envVariables(text);
  let result = text === '' || text.endsWith('\n') ? text : `${text}${lineEnd}`;
  for (const [name, value] of Object.entries(variables)) {
    if (before[name] === value) continue;
    const line = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=).*$`, 'gm');
    const set = `${name}=${quoted(value)}`;
    result = line.test(result)
      ? result.replace(line, (old, begin: string) => `${begin}${quoted(value)}${old.endsWith('\r') ? '\r' : ''}`)
      : `${result}${set}${lineEnd}`;
  }
  const expected = { ...before, ...variables };
  const after = envVariables(result);
  const names = new Set([...Object.keys(expected), ...Object.keys(after)]);
  if ([...names].some((name) => expected[name] !== after[name])) {
    throw new SipgateKitError('file_malformed', `${source} cannot be changed without harm to its other lines.`, {
      hint: `Set ${Object.keys(variables).join(', ')} there by hand, or name another file. Nothing was written.`,
    });
  }
  return result;
}

function quoted(value: string): string {
  if (/^[\w:/.@*+~-]*$/.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
