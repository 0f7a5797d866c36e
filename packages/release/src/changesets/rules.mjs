/** What a change can ask for, the smallest first. */
const BUMPS = ['patch', 'minor', 'major'];

/** How commits are written, and not what users read. */
const COMMIT_PREFIX = /^(?:feat|fix|chore|docs|refactor|test|build|ci|perf|style)(?:\([^)]*\))?!?:/i;

/** Said of anything, so of nothing. */
const SAYS_NOTHING =
  /^(?:(?:various|minor|small|some|internal|misc\.?)\s+)?(?:fix(?:es)?|bug ?fix(?:es)?|changes?|improvements?|update[sd]?|refactor(?:ing)?|clean-?up|wip)\W*$/i;

const FEWEST_WORDS = 5;

/**
 * A changeset names packages that are published, and says in a sentence what their users notice.
 *
 * @param {import('./read.mjs').Changeset} changeset
 * @param {readonly string[]} packages names of the published ones
 * @returns {string[]} what is wrong
 */
export function changesetProblems({ file, bumps, text }, packages) {
  return [...bumpProblems(bumps, packages), ...textProblems(text)].map((problem) => `.changeset/${file}: ${problem}`);
}

/** @param {Readonly<Record<string, unknown>>} bumps @param {readonly string[]} packages */
function bumpProblems(bumps, packages) {
  const named = Object.entries(bumps);
  if (named.length === 0) return ['names no package. Next: pnpm changeset asks which.'];
  return named.flatMap(([name, bump]) => {
    if (!packages.includes(name)) return [`${name} is not a published package. There are ${packages.join(', ')}.`];
    return BUMPS.includes(String(bump)) ? [] : [`${name}: ${bump} is none of ${BUMPS.join(', ')}.`];
  });
}

/** @param {string} text */
function textProblems(text) {
  const [first = ''] = text.split('\n\n');
  if (text === '') return ['says nothing. Next: write a sentence on what users notice.'];
  if (COMMIT_PREFIX.test(text)) return ['is written like a commit. Next: write what users notice, without a prefix.'];
  if (/^#/m.test(text)) return ['has a heading, which breaks the changelog. Next: take it out.'];
  const words = first.split(/\s+/).filter((word) => /\w/.test(word)).length;
  if (SAYS_NOTHING.test(first) || words < FEWEST_WORDS) {
    return [`begins with “${first}”, which tells users nothing. Next: write a sentence on what they notice.`];
  }
  return [];
}

/**
 * What the changesets ask of a package, if anything.
 *
 * @param {readonly import('./read.mjs').Changeset[]} changesets
 * @param {string} name
 * @returns {string | undefined} the largest
 */
export function askedBump(changesets, name) {
  const asked = changesets.map(({ bumps }) => BUMPS.indexOf(String(bumps[name])));
  return BUMPS[Math.max(-1, ...asked)];
}

/**
 * The least that a breaking change has to ask for. Before 1.0.0 a minor version may break; semver leaves it at that.
 *
 * @param {string} version of the last release
 */
export function breakingBump(version) {
  return version.startsWith('0.') ? 'minor' : 'major';
}

/** @param {string | undefined} asked @param {string} needed */
export function isEnough(asked, needed) {
  return asked !== undefined && BUMPS.indexOf(asked) >= BUMPS.indexOf(needed);
}
