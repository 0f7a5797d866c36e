import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chapters } from '../src/cases/chapters.mjs';
import { documentsOf, outdated } from '../src/table/document.mjs';
import { judge } from '../src/table/run-table.mjs';

/** @param {{ explained?: string }} [more] @returns {import('../src/cases/case.mjs').Case} */
const question = (more = {}) => ({ id: 'a/b', about: 'something', ask: async () => 'yes', expected: 'yes', ...more });
const said = (/** @type {string} */ answer) => ({ '': answer });

test('equal answers are fine, and so are explained differences', () => {
  expect(judge(question(), said('yes'), said('yes'))).toMatchObject({ equal: true });
  const explained = judge(question({ explained: 'so it is' }), said('yes'), said('no'));
  expect(explained).toMatchObject({ equal: false });
  expect(explained.problem).toBeUndefined();
});

test.each([
  ['a difference without a reason', question(), 'yes', 'no', 'the sandbox answers otherwise'],
  [
    'a reason without a difference',
    question({ explained: 'so it was' }),
    'yes',
    'yes',
    'a difference that there is not',
  ],
  ['a Keycloak that answers otherwise', question(), 'no', 'no', 'Keycloak answers otherwise'],
  ['the same, explained', question({ explained: 'so it is' }), 'no', 'yes', 'Keycloak answers otherwise'],
])('%s fails the run', (_, asked, keycloak, sandbox, problem) => {
  expect(judge(asked, said(keycloak), said(sandbox)).problem).toContain(problem);
});

test('every case has a name of its own, and there are enough of them', () => {
  const ids = chapters.flatMap(({ cases }) => cases.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(200);
  for (const id of ids) expect(id).toMatch(/^[a-z-]+\/[a-zA-Z0-9-]+$/);
});

test('what is committed names every case, and explains the same ones', () => {
  const committed = JSON.parse(readFileSync(new URL('../results/keycloak.json', import.meta.url), 'utf8'));
  const cases = chapters.flatMap(({ cases }) => cases);
  expect(committed.cases).toEqual(
    cases.map(({ id, explained }) => ({
      id,
      equal: explained === undefined,
      ...(explained === undefined ? {} : { explained }),
    })),
  );
});

test('a run that differs from what is committed is noticed, file by file', () => {
  const [first] = chapters.flatMap(({ cases }) => cases);
  if (first === undefined) throw new Error('no case');
  const run = { version: '1', chapters, outcomes: [judge(first, said('yes'), said('yes'))] };
  expect(outdated(run)).toEqual(documentsOf(run).map(({ file }) => file));
});
