import { SipgateKitError } from '@sipgate-kit/core';

/**
 * The JSON in a file's text.
 *
 * @throws SipgateKitError `file_malformed`, naming file, line and column.
 */
export async function parseJsonFile(path: string, text: string): Promise<unknown> {
  try {
    // Some editors on Windows begin every file with this mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new SipgateKitError('file_malformed', `${path} is no valid JSON (${await placeOfMistake(text)}).`, {
      hint: 'Correct it in an editor. Nothing was changed.',
    });
  }
}

async function placeOfMistake(text: string): Promise<string> {
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: import('jsonc-parser').ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return 'the place is unknown';
  const before = text.slice(0, first.offset).split('\n');
  const words = printParseErrorCode(first.error)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${words}`;
}
