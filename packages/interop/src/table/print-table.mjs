/**
 * The outcomes for a terminal, case by case: Keycloak | sandbox.
 * @module
 */

/** @typedef {import('./run-table.mjs').Outcome} Outcome */

/**
 * The answers of both, side by side.
 *
 * @param {Outcome} outcome
 * @returns {{ about: string, keycloak: string, sandbox: string }[]}
 */
export function rowsOf({ case: question, keycloak, sandbox }) {
  return [...new Set([...Object.keys(keycloak), ...Object.keys(sandbox)])].map((about) => ({
    about: about === '' ? question.about : `${question.about}: ${about}`,
    keycloak: keycloak[about] ?? 'nothing',
    sandbox: sandbox[about] ?? 'nothing',
  }));
}

/** @param {readonly Outcome[]} outcomes */
export function summaryOf(outcomes) {
  const failed = outcomes.filter(({ problem }) => problem !== undefined).length;
  const explained = outcomes.filter(({ equal, problem }) => !equal && problem === undefined).length;
  return `${outcomes.length} cases: ${outcomes.length - explained - failed} equal, ${explained} explained, ${failed} wrong`;
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {(line: string) => void} say
 */
export function printTable(outcomes, say) {
  for (const outcome of outcomes) {
    const { case: question, equal, problem } = outcome;
    say(`${problem === undefined ? (equal ? '=' : '≠') : '✗'} ${question.id}`);
    for (const { about, keycloak, sandbox } of rowsOf(outcome)) {
      say(`    ${about}: ${keycloak} | ${sandbox === keycloak ? 'the same' : sandbox}`);
    }
    if (question.explained !== undefined) say(`    Why: ${question.explained}`);
    if (problem !== undefined) say(`    WRONG: ${problem}. ${expectation(question)}`);
  }
}

/** @param {import('../cases/case.mjs').Case} question */
const expectation = ({ expected }) =>
  `Expected of Keycloak: ${typeof expected === 'string' ? expected : JSON.stringify(expected, undefined, 2)}`;
