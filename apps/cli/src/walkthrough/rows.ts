import { shown } from './hidden.ts';
import { MEANINGS } from './meanings.ts';
import type { Row } from './step.ts';

/** Names and values as they may be shown, with what they mean. */
export function rowsOf(
  fields: Iterable<readonly [string, unknown]>,
  meanings: Readonly<Record<string, string>> = MEANINGS,
): Promise<readonly Row[]> {
  return Promise.all(
    [...fields].map(async ([name, value]) => {
      const meaning = meanings[name];
      return { name, value: await shown(name, value), ...(meaning !== undefined && { meaning }) };
    }),
  );
}
