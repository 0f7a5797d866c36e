import leven from 'leven';

/**
 * The word that was probably meant; `undefined` when none is near.
 *
 * @example
 * nearest('redirectUrl', ['name', 'redirectUris']); // 'redirectUris'
 */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((word) => ({ word, distance: word.startsWith(typed) && typed.length > 1 ? 1 : leven(typed, word) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, Math.ceil(typed.length / 4)) ? best.word : undefined;
}
