import { expect, test } from 'vitest';
import { actionlintProblems } from '../src/workflows/actionlint.mjs';
import { workflowProblems } from '../src/workflows/rules.mjs';

const GOOD = `on: push
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with:
          node-version: 24
      - run: node publish.mjs
`;

const expression = (text: string) => `\${{ ${text} }}`;

async function problemsOf(source: string): Promise<string[]> {
  return [...(await actionlintProblems(new Map([['x.yml', source]]))), ...workflowProblems('x.yml', source)];
}

test('a workflow with no more rights than it needs is fine', async () => {
  expect(await problemsOf(GOOD)).toEqual([]);
});

test.each([
  ['an action by its tag', '@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2', '@v4', /checkout@v4 is not pinned/],
  ['a pin without its version', ' # v4.2.2', '', /not pinned to a commit, with its version/],
  ['rights for every job', 'permissions: {}\njobs', 'permissions: write-all\njobs', /permissions at the top/],
  [
    'rights that are not said',
    '    permissions:\n      contents: read\n      id-token: write\n',
    '',
    /no permissions of its own/,
  ],
  ['no time limit', '    timeout-minutes: 5\n', '', /no timeout-minutes/],
  [
    'credentials left behind',
    '        with:\n          persist-credentials: false\n',
    '',
    /checkout keeps its credentials/,
  ],
  [
    'a title that becomes a script',
    'node publish.mjs',
    `echo "${expression('github.event.pull_request.title')}"`,
    /what others write/,
  ],
  ['a cache where it publishes', 'node-version: 24', 'node-version: 24\n          cache: npm', /reads a cache/],
  ['an installation where it publishes', 'node publish.mjs', 'npm ci', /runs what is installed/],
  [
    'an expression that is none',
    'node publish.mjs',
    `echo ${expression('github.nope')}`,
    /property "nope" is not defined/,
  ],
  ['a key that is none', 'timeout-minutes: 5', 'timeout: 5', /unexpected key "timeout"/],
  ['a runner that is none', 'ubuntu-24.04', 'ubuntu-42', /label "ubuntu-42" is unknown/],
])('%s is found', async (_what, from, to, message) => {
  expect(GOOD).toContain(from);
  expect(await problemsOf(GOOD.replace(from, to))).toContainEqual(expect.stringMatching(message));
});
