import { expect, test } from 'vitest';
import { checkChangesets } from '../src/changesets/check.mjs';
import { smallWorkspace } from './small-workspace.ts';

const GOOD = '`createClient` takes `timeoutMs`, which ends calls that hang.';

async function problemsOf(changeset: string): Promise<string[]> {
  const small = await smallWorkspace('1.0.0');
  await small.write('.changeset/one.md', changeset);
  return (await checkChangesets(small.folder)).problems;
}

test('a changeset that tells users something about a published package is fine', async () => {
  expect(await problemsOf(`---\n"@small/demo": minor\n---\n\n${GOOD}\n`)).toEqual([]);
});

test.each([
  ['no package', `---\n---\n\n${GOOD}`, /names no package/],
  ['a package that is not there', `---\n"@small/dmeo": minor\n---\n\n${GOOD}`, /dmeo is not a published package/],
  ['a private package', `---\n"@small/private": minor\n---\n\n${GOOD}`, /private is not a published package/],
  ['a bump that is none', `---\n"@small/demo": big\n---\n\n${GOOD}`, /big is none of patch, minor, major/],
  ['no sentence', '---\n"@small/demo": minor\n---\n', /says nothing/],
  ['a word that says nothing', '---\n"@small/demo": minor\n---\n\nVarious improvements.', /tells users nothing/],
  ['a few words', '---\n"@small/demo": minor\n---\n\nFix callback route', /tells users nothing/],
  ['a commit message', '---\n"@small/demo": minor\n---\n\nfix(core): take the time-out of the caller', /like a commit/],
  ['a heading', `---\n"@small/demo": minor\n---\n\n# New\n\n${GOOD}`, /heading/],
])('a changeset with %s is refused', async (_what, changeset, message) => {
  expect(await problemsOf(changeset)).toEqual([expect.stringMatching(message)]);
});
