import { join } from 'node:path';
import { root } from './setup.mjs';

/**
 * One check: scripts run by Node one after the other, and the command that repairs what they find. What mostly waits runs
 * beside those that come after it.
 * @typedef {{ name: string, what: string, scripts: readonly (readonly string[])[], repair: string, beside?: true }} Check
 */

const tooling = (/** @type {string} */ path) => join(root, 'packages', 'tooling', path);
const release = (/** @type {string} */ path) => join(root, 'packages', 'release', path);
const installed = (/** @type {string} */ path) => join(root, 'node_modules', path);

/** In the order they run. @type {readonly Check[]} */
export const checks = [
  {
    name: 'test',
    what: 'the tests of every package',
    scripts: [[tooling('bin/test.mjs')]],
    repair: 'npm test -- --filter=@sipgate-kit/<package> runs the tests of one package',
  },
  {
    name: 'interop',
    what: 'the sandbox and the kit against a real Keycloak',
    scripts: [[tooling('bin/interop.mjs')]],
    repair: 'npm run interop -- --cases --only <the case it names>, or npm run interop',
    beside: true,
  },
  {
    name: 'runtimes',
    what: 'core on Node 20, 22 and 24, Deno, Bun, workerd and in a browser',
    scripts: [[join(root, 'packages', 'runtimes', 'bin', 'runtimes.mjs')]],
    repair: 'pnpm test:runtimes --only <the runtime it names>',
  },
  {
    name: 'lint',
    what: 'style and mistakes, by Biome',
    scripts: [[installed('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']],
    repair: 'pnpm fix',
  },
  {
    name: 'typecheck',
    what: 'types',
    scripts: [[installed('turbo/bin/turbo'), 'run', 'typecheck', '--output-logs=errors-only', '--continue']],
    repair: 'pnpm typecheck, after repairing what it names',
  },
  {
    name: 'generated',
    what: 'generated files fit their sources',
    scripts: [[tooling('bin/generate.mjs'), '--check']],
    repair: 'pnpm generate',
  },
  {
    name: 'spec',
    what: 'the OpenAPI document, by Redocly',
    scripts: [[installed('@redocly/cli/bin/cli.js'), 'lint', '--config', join(root, 'openapi', 'redocly.yaml')]],
    repair: 'pnpm lint:spec, after repairing what it names in openapi/',
  },
  {
    name: 'boundaries',
    what: 'who may import whom',
    scripts: [
      [
        installed('dependency-cruiser/bin/dependency-cruise.mjs'),
        '--config',
        '.dependency-cruiser.cjs',
        'packages',
        'apps',
      ],
    ],
    repair: 'pnpm lint:boundaries, after moving the import where the rule allows it',
  },
  {
    name: 'unused',
    what: 'no file, export or dependency that nobody uses, by knip',
    scripts: [[installed('knip/bin/knip.js'), '--no-progress']],
    repair: 'take it out; where knip cannot see the use, say so in .knip.jsonc with the reason',
  },
  {
    name: 'licences',
    what: 'every package is under a licence that is agreed to',
    scripts: [[tooling('src/check-licences.mjs')]],
    repair: 'take another package, or name it in check-licences.mjs with the reason',
  },
  {
    name: 'lockfile',
    what: 'pnpm-lock.yaml fits the package.json files and names no host',
    scripts: [
      [installed('pnpm/bin/pnpm.cjs'), 'install', '--frozen-lockfile', '--lockfile-only'],
      [tooling('src/check-lockfile.mjs')],
    ],
    repair: 'pnpm install --no-frozen-lockfile',
  },
  {
    name: 'packages',
    what: 'what is published is complete',
    scripts: [[tooling('src/check-packages.mjs')]],
    repair: 'node packages/tooling/src/check-packages.mjs --write, and what it still names by hand',
  },
  {
    name: 'changesets',
    what: 'every changeset tells users something about a package they have',
    scripts: [[release('bin/check-changesets.mjs')]],
    repair: 'edit the changeset it names; CONTRIBUTING.md has good and bad ones',
  },
  {
    name: 'api',
    what: 'the reports on the public API, and that what breaks is announced',
    scripts: [[release('bin/api-report.mjs'), '--check']],
    repair: 'pnpm api:report, and pnpm changeset for what breaks',
  },
  {
    name: 'workflows',
    what: 'workflows of GitHub, by actionlint and our own rules',
    scripts: [[release('bin/check-workflows.mjs')]],
    repair: 'edit the workflow it names, then .ci/run workflows',
  },
  {
    name: 'size',
    what: 'how much a browser loads, by size-limit',
    scripts: [[installed('size-limit/bin.js')]],
    repair: 'pnpm size, then load later what a page does not need at once, or say in .size-limit.mjs why it grew',
  },
  {
    name: 'docs',
    what: 'the documentation site, with its navigation and its links, and in a real browser',
    scripts: [[tooling('bin/docs.mjs'), 'build'], [tooling('src/look-at-docs.mjs')]],
    repair: 'pnpm docs:build, after repairing what it names in apps/docs/ or a README',
  },
  {
    name: 'storm',
    what: 'crashes, outages and crowds, the quick way',
    scripts: [[join(root, 'packages', 'bench', 'bin', 'storm.mjs'), '--quick']],
    repair: 'pnpm storm --quick --only "<the fault it names>"',
  },
  {
    name: 'demo',
    what: 'the whole journey on the sandbox',
    scripts: [[tooling('bin/demo.mjs')]],
    repair: 'npm run demo, after repairing the step it stops at',
  },
];
