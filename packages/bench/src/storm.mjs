/**
 * The storm: runs the matrix in parallel lanes, tells how it goes, ends with a table and `results/storm.json`.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openLane } from './lane.mjs';
import { fullMatrix, quickMatrix } from './matrix.mjs';
import { broken, nameOf, rowOf } from './rule.mjs';
import { runCell } from './scene.mjs';
import { ourTable } from './table.mjs';

/** @typedef {import('./scene.mjs').Cell} Cell */
/** @typedef {import('./rule.mjs').Row} Row */

/** Most cells wait, so more of them run at once than there are cores. */
const LANES = 6;
/** How many calls may be under way in all lanes together: those that wait must not wait for a core. */
const CALLS_AT_ONCE = 5_000;
const PROGRESS_EVERY_MS = 5_000;

const RESULTS = new URL('../results/', import.meta.url);

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * @param {{ quick: boolean, only?: string }} options
 * @returns {Promise<number>} the exit code
 */
export async function runStorm({ quick, only }) {
  const startedAt = performance.now();
  const cells = (quick ? quickMatrix() : fullMatrix()).filter(
    (cell) => only === undefined || nameOf(cell).includes(only),
  );
  say(`storm: ${cells.length} cells in ${LANES} lanes`);
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[]} */
  const breaches = [];

  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    say(`  ${rows.length} of ${cells.length} cells, ${seconds} s, ${breaches.length} broken`);
  }, PROGRESS_EVERY_MS);

  await inLanes(cells, async (lane, cell) => {
    try {
      const outcome = await runCell(lane, cell);
      rows.push(rowOf(cell, outcome));
      const rules = broken(cell, outcome);
      if (rules.length > 0) breach(`${nameOf(cell)}: ${rules.join('; ')}`);
    } catch (error) {
      breach(`${nameOf(cell)}: ${error instanceof Error ? error.message : error}`);
    }
  });
  clearInterval(progress);

  /** @param {string} sentence */
  function breach(sentence) {
    breaches.push(sentence);
    say(`  ✗ ${sentence}`);
  }

  const inOrder = cells.flatMap((cell) => rows.filter((row) => nameOf(row) === nameOf(cell)));
  say(`\n${ourTable(inOrder)}`);
  if (only === undefined) say(`\n${await save(inOrder, quick ? 'storm-quick.json' : 'storm.json')}`);
  say(`\n${rows.length} cells in ${Math.round((performance.now() - startedAt) / 1_000)} s.`);
  if (breaches.length === 0) {
    say('Every cell kept the rule.');
    return 0;
  }
  say(`${breaches.length} broke it:\n${breaches.map((sentence) => `  ✗ ${sentence}`).join('\n')}`);
  return 1;
}

/**
 * Runs every cell once, each lane one at a time.
 *
 * @param {readonly Cell[]} cells
 * @param {(lane: import('./lane.mjs').Lane, cell: Cell) => Promise<void>} run
 */
async function inLanes(cells, run) {
  const waiting = [...cells];
  let underWay = 0;
  /** @type {Set<() => void>} */
  const idle = new Set();
  const weightOf = (/** @type {Cell} */ { calls, processes }) => calls * processes;

  async function work() {
    const lane = await openLane();
    try {
      while (waiting.length > 0) {
        const index = waiting.findIndex((cell) => underWay + weightOf(cell) <= CALLS_AT_ONCE);
        const [cell] = index < 0 ? [] : waiting.splice(index, 1);
        if (cell === undefined) {
          await new Promise((resolve) => idle.add(() => resolve(undefined)));
          continue;
        }
        underWay += weightOf(cell);
        await run(lane, cell);
        underWay -= weightOf(cell);
        for (const wake of idle) wake();
        idle.clear();
      }
    } finally {
      await lane.close();
    }
  }
  await Promise.all(Array.from({ length: Math.min(LANES, cells.length) }, work));
}

/** @param {readonly Row[]} rows @param {string} name */
async function save(rows, name) {
  const file = new URL(name, RESULTS);
  await mkdir(RESULTS, { recursive: true });
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`);
  await writeFile(file, `{\n  "cells": [\n${lines.join(',\n')}\n  ]\n}\n`);
  return fileURLToPath(file);
}
