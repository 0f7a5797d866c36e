/** Fails when something that is installed, or bundled into what is published, has a licence we have not agreed to. */
import { pnpmJson } from './pnpm.mjs';

/** They ask for their text to be kept, at most. */
const AGREED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** Tools that nothing of ours contains: package, and why it may stay. @type {Readonly<Record<string, string>>} */
const TOOLS = {
  '@axe-core/playwright': 'MPL-2.0; looks at pages in tests',
  'axe-core': 'MPL-2.0; looks at pages in tests',
  pause: 'MIT by its readme; of passport, a peer in tests',
  spawndamnit: 'MIT by its readme; of changesets',
};

/** @typedef {Readonly<Record<string, readonly { name: string, versions: readonly string[] }[]>>} Licences */

/** @type {Licences} */
const installed = pnpmJson(['licenses', 'list']);
const refused = Object.entries(installed)
  .filter(([licence]) => !isAgreed(licence))
  .flatMap(([licence, packages]) =>
    packages
      .filter(({ name }) => !(name in TOOLS))
      .map(({ name, versions }) => `  ${name} ${versions.join(', ')}: ${licence}`),
  );
const names = new Set(Object.values(installed).flatMap((packages) => packages.map(({ name }) => name)));
const gone = Object.keys(TOOLS).filter((name) => !names.has(name));

if (refused.length > 0) console.error(`Licences nobody has agreed to:\n${refused.join('\n')}`);
if (gone.length > 0) console.error(`No longer installed, so that its exception can go: ${gone.join(', ')}`);
if (refused.length > 0 || gone.length > 0) process.exitCode = 1;
else console.log(`${names.size} packages, each under a licence that is agreed to.`);

/** `(MIT OR CC0-1.0)` is agreed to when one of them is. @param {string} licence */
function isAgreed(licence) {
  return licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => AGREED.has(one));
}
