import { relative } from 'node:path';
import { root } from './setup.mjs';

/**
 * The part of vitest's JSON report that is read here.
 * @typedef {{ title: string, fullName: string, status: string, failureMessages: string[] | null }} Assertion
 * @typedef {{ name: string, status: string, message: string, startTime: number, endTime: number, assertionResults: Assertion[] }} TestFile
 * @typedef {{ startTime: number, testResults: TestFile[] }} Report
 */

/**
 * One row of the closing table.
 * @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number, cached: boolean, failures: string[] }} Row
 */

/**
 * Counts one package's report.
 *
 * @param {string} name
 * @param {Report} report
 * @param {number} startedAt of this run; an older report comes from the cache
 * @returns {Row}
 */
export function countReport(name, report, startedAt) {
  /** @type {Row} */
  const row = {
    name,
    passed: 0,
    failed: 0,
    skipped: 0,
    seconds: 0,
    cached: report.startTime < startedAt,
    failures: [],
  };
  let end = report.startTime;
  for (const file of report.testResults) {
    end = Math.max(end, file.endTime ?? end);
    const path = relative(root, file.name);
    let failedHere = 0;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') row.passed += 1;
      else if (test.status !== 'failed') row.skipped += 1;
      else {
        failedHere += 1;
        row.failures.push(`${path}: ${test.fullName || test.title}\n    ${firstLine(test.failureMessages?.[0])}`);
      }
    }
    // A file that cannot be loaded has no tests to fail; it counts as one.
    if (file.status === 'failed' && failedHere === 0) {
      failedHere = 1;
      row.failures.push(`${path}: the file could not be run\n    ${firstLine(file.message)}`);
    }
    row.failed += failedHere;
  }
  row.seconds = Math.round((end - report.startTime) / 100) / 10;
  return row;
}

function firstLine(/** @type {string | undefined} */ text) {
  return text?.trim().split('\n')[0] ?? '';
}

/**
 * The closing table; its last line is what a CI system looks for.
 *
 * @param {readonly Row[]} rows
 * @param {number} code turbo's exit code
 * @returns {{ text: string, failed: number }}
 */
export function summarise(rows, code) {
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  let failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const lines = [''];
  for (const { failures } of rows) lines.push(...failures.map((failure) => `FAILED  ${failure}`));
  if (failed > 0) lines.push('');

  const width = Math.max(7, ...rows.map((row) => row.name.length));
  lines.push(`${'package'.padEnd(width)}  passed  failed  skipped  seconds`);
  for (const row of rows) {
    const counts = [row.passed, row.failed, row.skipped].map(String);
    lines.push(
      `${row.name.padEnd(width)}  ${counts[0]?.padStart(6)}  ${counts[1]?.padStart(6)}  ${counts[2]?.padStart(7)}  ${row.seconds.toFixed(1).padStart(7)}${row.cached ? '  (unchanged, from the cache)' : ''}`,
    );
  }
  // A package that broke before its first test left no report: the run has failed all the same.
  if (code !== 0 && failed === 0) {
    failed = 1;
    lines.push('', 'A package could not run its tests; see the output above.');
  }
  lines.push('', `${passed} passed, ${failed} failed`);
  return { text: `${lines.join('\n')}\n`, failed };
}
