/**
 * The table of behaviours as a part of the run: asks, prints, and holds what is committed against it.
 * @module
 */
import { relative } from 'node:path';
import { chapters } from '../cases/chapters.mjs';
import { KEYCLOAK_VERSION } from '../distribution.mjs';
import { outdated, writeDocuments } from './document.mjs';
import { printTable, summaryOf } from './print-table.mjs';
import { runTable } from './run-table.mjs';

/**
 * @param {import('../keycloak.mjs').Keycloak} keycloak
 * @param {{ only?: string, write?: boolean, say: (line: string) => void }} options
 * @returns {Promise<boolean>} whether everything is as it should be
 */
export async function checkTable(keycloak, { only, write = false, say }) {
  const all = chapters.flatMap(({ cases }) => cases);
  const cases = all.filter(({ id }) => id.includes(only ?? ''));
  if (cases.length === 0)
    throw new Error(`No case has a name that contains “${only}”. They begin with ${prefixes(all)}.`);

  say(`\nKeycloak | sandbox`);
  const outcomes = await runTable(keycloak, cases);
  printTable(outcomes, say);
  say(`\n${summaryOf(outcomes)}`);
  const fine = outcomes.every(({ problem }) => problem === undefined);
  if (only !== undefined) return fine;

  const run = { version: keycloak.version, chapters, outcomes };
  if (write) {
    for (const file of writeDocuments(run)) say(`written: ${relative(process.cwd(), file)}`);
    return fine;
  }
  if (keycloak.version !== KEYCLOAK_VERSION) return fine;
  const stale = outdated(run);
  for (const file of stale) say(`${relative(process.cwd(), file)} does not fit this run.`);
  if (stale.length > 0) say('Repair: npm run interop -- --cases --write, look at the diff, commit it.');
  return fine && stale.length === 0;
}

/** @param {readonly import('../cases/case.mjs').Case[]} cases */
const prefixes = (cases) => [...new Set(cases.map(({ id }) => `${id.split('/')[0]}/`))].join(', ');
