import { SipgateKitError } from '@sipgate-kit/core';

/**
 * What a jq expression makes of data: its results in a list.
 *
 * @throws SipgateKitError `expression_invalid`, in jq's words.
 * @example
 * await jqResults({ items: [{ id: 'a' }] }, '.items[].id'); // ['a']
 */
export async function jqResults(data: unknown, expression: string): Promise<readonly unknown[]> {
  const { raw } = await import('jq-wasm');
  const input = JSON.stringify(data ?? null);
  try {
    // In brackets, since jq-wasm keeps an error to itself once something has been printed.
    return JSON.parse(await raw(input, `[${expression}\n]`, ['-c']));
  } catch (error) {
    const bare = await raw(input, expression, ['-c']).then(
      () => error,
      (own: unknown) => own,
    );
    throw invalid(bare instanceof Error ? bare.message : '');
  }
}

/** Results one after the other: texts as they are, anything else as JSON; `quoted`: texts as JSON, too. */
export function resultsText(results: readonly unknown[], { quoted }: { readonly quoted: boolean }): string {
  return results
    .map((result) => (typeof result === 'string' && !quoted ? result : JSON.stringify(result, undefined, 2)))
    .join('\n');
}

function invalid(said: string): SipgateKitError {
  const words = said
    .replace(/^Failed to execute raw query: /, '')
    .replaceAll(/^jq: (?:error:? )?/gm, '')
    .replace(/\n\d+ compile errors?$/, '')
    .trim();
  return new SipgateKitError('expression_invalid', `The jq expression does not work: ${words || 'jq says no more'}`, {
    hint: "Put it in single quotes, and try less of it: --jq '.'. The answer itself arrived.",
  });
}
