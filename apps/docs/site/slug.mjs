/**
 * The name of a headline in an address, as GitHub makes it: the same link works there and on the site.
 *
 * @param {string} headline
 */
export function slugOf(headline) {
  return headline
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}
