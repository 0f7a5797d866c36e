/** Which tests carry the number of a statement in their title: read from the test files themselves. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from '../setup.mjs';

/** @typedef {{ file: string, title: string }} NumberedTest */

const RUNNERS = new Set(['test', 'it', 'describe']);
/** Of a test that is not run. */
const NOT_RUN = new Set(['skip', 'todo']);

/** @returns {Promise<Map<string, NumberedTest[]>>} by number, as in `S24`; by file, then as they stand in it */
export async function testsByStatement() {
  /** @type {Map<string, NumberedTest[]>} */
  const found = new Map();
  for (const file of await testFiles()) {
    const text = await readFile(join(root, file), 'utf8');
    for (const { numbers, title } of numberedTitles(text)) {
      for (const number of numbers) found.set(number, [...(found.get(number) ?? []), { file, title }]);
    }
  }
  return found;
}

/** @returns {Promise<string[]>} from the top of the checkout */
async function testFiles() {
  const files = await Promise.all(['packages', 'apps'].map((folder) => filesIn(join(root, folder))));
  return files
    .flat()
    .filter((file) => /\.test\.tsx?$/.test(file))
    .map((file) => relative(root, file).replaceAll('\\', '/'))
    .sort();
}

/** @param {string} folder @returns {Promise<string[]>} */
async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', '.turbo'].includes(entry.name) ? [] : filesIn(path);
    return [path];
  });
  return (await Promise.all(nested)).flat();
}

/**
 * The titles that begin with numbers, without them.
 *
 * @param {string} source of a test file
 * @returns {{ numbers: string[], title: string }[]}
 */
function numberedTitles(source) {
  /** @type {{ numbers: string[], title: string }[]} */
  const titles = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && runs(node.expression)) {
      const text = textOf(node.arguments[0]);
      const [, marks, title = ''] = /^((?:\[[A-Z]\d+\] ?)+)([\s\S]*)$/.exec(text ?? '') ?? [];
      if (marks !== undefined) titles.push({ numbers: [...marks.matchAll(/[A-Z]\d+/g)].map(([mark]) => mark), title });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.test.tsx', source, ts.ScriptTarget.Latest, true));
  return titles;
}

/** Whether this is `test`, `test.each(…)`, `describe.runIf(…)` or the like. @param {ts.Expression} callee @returns {boolean} */
function runs(callee) {
  if (ts.isIdentifier(callee)) return RUNNERS.has(callee.text);
  if (ts.isPropertyAccessExpression(callee)) return !NOT_RUN.has(callee.name.text) && runs(callee.expression);
  if (ts.isCallExpression(callee)) return runs(callee.expression);
  return ts.isTaggedTemplateExpression(callee) && runs(callee.tag);
}

/** With an ellipsis for what is only known when it runs. @param {ts.Expression | undefined} argument */
function textOf(argument) {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return argument.text;
  if (!ts.isTemplateExpression(argument)) return undefined;
  return argument.head.text + argument.templateSpans.map((span) => `…${span.literal.text}`).join('');
}
