/** What never belongs to users, by path. */
const UNWANTED = [
  { pattern: /(^|\/)src\//, what: 'a source' },
  { pattern: /\.(?<!\.d\.)[cm]?tsx?$/, what: 'a source' },
  { pattern: /\.map$/, what: 'a source map, which would carry the sources' },
  { pattern: /(^|\/)(test|tests|__tests__|fixtures|coverage)\/|\.(test|spec)\./, what: 'a test' },
  { pattern: /(^|\/)\.env($|\.(?!example$))/, what: 'an environment file' },
  {
    pattern: /(^|\/)(\.npmrc|\.git|\.turbo|node_modules|tsconfig[^/]*\.json|tsdown\.config\.ts)($|\/)/,
    what: 'a file of the workshop',
  },
  { pattern: /\.(pem|key|p12|pfx|sqlite|db|log|tgz)$/, what: 'a key, a database or a left-over' },
];

/**
 * What is packed is what users need: nothing from the workshop, and the licence and the README are there.
 *
 * @param {import('../pack.mjs').Packed} packed
 * @returns {string[]} what is wrong
 */
export function checkContents({ files }) {
  const missing = ['LICENSE', 'README.md', 'package.json']
    .filter((file) => !files.has(file))
    .map((file) => `${file} is not in the tarball`);
  const unwanted = [...files.keys()].flatMap((path) =>
    UNWANTED.filter(({ pattern }) => pattern.test(path))
      .slice(0, 1)
      .map(({ what }) => `${path} is ${what}`),
  );
  return [...missing, ...unwanted];
}
