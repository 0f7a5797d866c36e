/**
 * The outcomes as a page of the documentation and as data: what a run writes, and what is committed.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rowsOf } from './print-table.mjs';

/** @typedef {import('./run-table.mjs').Outcome} Outcome */
/** @typedef {{ version: string, chapters: readonly import('../cases/case.mjs').Chapter[], outcomes: readonly Outcome[] }} Run */

const PAGE = fileURLToPath(new URL('../../../../apps/docs/sandbox-vs-keycloak.md', import.meta.url));
const DATA = fileURLToPath(new URL('../../results/keycloak.json', import.meta.url));

/** @param {Run} run @returns {{ file: string, text: string }[]} */
export const documentsOf = (run) => [
  { file: PAGE, text: pageOf(run) },
  { file: DATA, text: dataOf(run) },
];

/** The files that are not what this run would write. @param {Run} run */
export const outdated = (run) =>
  documentsOf(run)
    .filter(({ file, text }) => read(file) !== text)
    .map(({ file }) => file);

/** @param {Run} run @returns {string[]} the files that changed */
export function writeDocuments(run) {
  const changed = outdated(run);
  for (const { file, text } of documentsOf(run)) if (changed.includes(file)) writeFileSync(file, text);
  return changed;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {Run} run */
function pageOf({ version, chapters, outcomes }) {
  const different = outcomes.filter(({ equal }) => !equal);
  return `${[
    '# The sandbox and Keycloak',
    `<!-- Written by \`npm run interop -- --write\`. Do not edit. -->`,
    `The login of sipgate is a Keycloak. So that what passes on the [sandbox](sandbox.md) passes there, too, ${outcomes.length} questions are asked of both: of the sandbox, and of a real Keycloak ${version} in a realm set up as sipgate's \`third-party\` is described. ${outcomes.length - different.length} answers are equal, down to the sentence; the others are the ones below, each with its reason. CI asks them all again, and fails where an answer is another than it says here.`,
    'What it means for your application is in [What Keycloak really answers](keycloak-notes.md). To ask again, or to ask another version:',
    '```sh\nnpm run interop -- --cases                     # needs Java 17 or newer and Maven\nnpm run interop -- --cases --only refresh/     # those whose name contains it\nnpm run interop -- --cases --version 26.8.0 --write\n```',
    '## Where they differ',
    table(
      ['case', 'Keycloak', 'sandbox', 'why'],
      different.flatMap((outcome) =>
        rowsOf(outcome)
          .filter(({ keycloak, sandbox }) => keycloak !== sandbox)
          .map(({ about, keycloak, sandbox }) => [about, keycloak, sandbox, outcome.case.explained ?? '']),
      ),
    ),
    '## Every case',
    'An answer is written in one line: the status; then `error` and “error_description”, the names of the members, or the message of the page. `→` is a redirect to the client with these parameters, in this order; of most only the presence counts.',
    ...chapters.flatMap(({ title, about, cases }) => [
      `### ${title}`,
      ...(about === undefined ? [] : [about]),
      table(
        ['case', 'Keycloak', 'sandbox'],
        outcomes
          .filter((outcome) => cases.includes(outcome.case))
          .flatMap(rowsOf)
          .map(({ about: situation, keycloak, sandbox }) => [
            situation,
            keycloak,
            sandbox === keycloak ? 'the same' : sandbox,
          ]),
      ),
    ]),
  ].join('\n\n')}\n`;
}

/**
 * One case a line, so that a diff names it; in the layout that Biome leaves alone.
 *
 * @param {Run} run
 */
function dataOf({ version, outcomes }) {
  const lines = outcomes.map(({ case: { id, explained }, equal }) =>
    explained === undefined
      ? `    { "id": ${JSON.stringify(id)}, "equal": ${equal} }`
      : `    {\n      "id": ${JSON.stringify(id)},\n      "equal": ${equal},\n      "explained": ${JSON.stringify(explained)}\n    }`,
  );
  return `{\n  "keycloakVersion": ${JSON.stringify(version)},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
