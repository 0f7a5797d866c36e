/**
 * The statements and their tests, between two marks of the pages about security and about the command line's manners. What a
 * person wrote around them stays. A statement without a test, and a number without a statement, are errors.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inMarkdown } from './api-reference/markdown.mjs';
import { root } from './setup.mjs';
import { cliStatements } from './statements/cli-statements.mjs';
import { securityStatements } from './statements/security-statements.mjs';
import { testsByStatement } from './statements/tests-by-statement.mjs';

const BEGIN = '<!-- statements: begin; written by `pnpm generate` from the titles of the tests -->';
const END = '<!-- statements: end -->';

/**
 * @typedef {import('./statements/tests-by-statement.mjs').NumberedTest} NumberedTest
 * @typedef {readonly { area: string, statements: readonly { says: string, source?: string }[] }[]} Areas
 */

/** @returns {Promise<Map<string, string>>} the content of both pages, by absolute path */
export default async function generateStatementPages() {
  const tests = await testsByStatement();
  const security = join(root, 'apps', 'docs', 'security-model.md');
  const manners = join(root, 'apps', 'docs', 'cli-manners.md');
  return new Map([
    [security, between(await readFile(security, 'utf8'), statementsOf('S', securityStatements, tests))],
    [manners, between(await readFile(manners, 'utf8'), statementsOf('L', cliStatements, tests))],
  ]);
}

/** @param {string} page @param {string} content */
function between(page, content) {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`A page with statements needs the marks\n${BEGIN}\n${END}`);
  }
  return `${before}${BEGIN}\n\n${content}\n${END}${after}`;
}

/**
 * @param {string} letter
 * @param {Areas} areas
 * @param {ReadonlyMap<string, readonly NumberedTest[]>} tests
 */
function statementsOf(letter, areas, tests) {
  let number = 0;
  const parts = areas.map(({ area, statements }) => {
    const sections = statements.map(({ says, source }) => {
      const name = `${letter}${++number}`;
      return section(name, says, source, tests.get(name) ?? []);
    });
    return `### ${area}\n\n${sections.join('\n')}`;
  });
  const unknown = [...tests.keys()].filter((name) => name.startsWith(letter) && Number(name.slice(1)) > number);
  if (unknown.length > 0) throw new Error(`Tests carry ${unknown.join(', ')}, but there are ${number} statements.`);
  return parts.join('\n');
}

/** @param {string} name @param {string} says @param {string | undefined} source @param {readonly NumberedTest[]} tests */
function section(name, says, source, tests) {
  if (tests.length === 0) throw new Error(`No test has a title that begins with [${name}]: “${says}”`);
  const from = source === undefined ? '' : ` <small>${source}</small>`;
  const words = tests.length === 1 ? '1 test' : `${tests.length} tests`;
  const list = tests.map(({ file, title }) => `- [${inMarkdown(titleText(title))}](../../${file})`);
  return `#### ${name}\n\n${says}${from}\n\n<details><summary>${words}</summary>\n\n${list.join('\n')}\n\n</details>\n`;
}

/** @param {string} title */
function titleText(title) {
  return title.replaceAll(/[[\]]/g, '').replaceAll(/\s+/g, ' ').trim();
}
