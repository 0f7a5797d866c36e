/**
 * The storm: runs the matrix in parallel lanes, tells how it goes, ends with a table and `results/storm.json`.
 * @module
 */
import { longestFirst } from './faults.mjs';
import { openLane } from './lane.mjs';
import { fullMatrix, quickMatrix } from './matrix.mjs';
import { peerMatrix, runPeerCell } from './peer-cells.mjs';
import { saveResult, showInReadme } from './results.mjs';
import { broken, nameOf, rowOf } from './rule.mjs';
import { runCell } from './scene.mjs';
import { closeStores } from './stores.mjs';
import { grid, ourTable, peerTable, summaryTable } from './table.mjs';

/** @typedef {import('./scene.mjs').Cell} Cell */
/** @typedef {import('./peer-cells.mjs').PeerCell} PeerCell */
/** @typedef {import('./rule.mjs').Row} Row */

/** Most cells wait, so more of them run at once than there are cores. */
const LANES = 6;
/** How many calls may be under way in all lanes together: those that wait must not wait for a core. */
const CALLS_AT_ONCE = 5_000;
const PROGRESS_EVERY_MS = 5_000;

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * @param {{ quick: boolean, only?: string }} options
 * @returns {Promise<number>} the exit code
 */
export async function runStorm({ quick, only }) {
  const startedAt = performance.now();
  const chosen = (/** @type {Cell | PeerCell} */ cell) => only === undefined || nameOf(cell).includes(only);
  const ours = (quick ? quickMatrix() : fullMatrix()).filter(chosen);
  const theirs = quick ? [] : peerMatrix().filter(chosen);
  const total = ours.length + theirs.length;
  say(`storm: ${total} cells in ${LANES} lanes`);

  /** @type {Map<Cell | PeerCell, Row>} */
  const rows = new Map();
  /** @type {string[]} */
  const breaches = [];
  const breach = (/** @type {string} */ sentence) => {
    breaches.push(sentence);
    say(`  ✗ ${sentence}`);
  };
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    say(`  ${rows.size} of ${total} cells, ${seconds} s, ${breaches.length} broken`);
  }, PROGRESS_EVERY_MS);

  try {
    await inLanes('./worker.mjs', ours, async (lane, cell) => {
      const outcome = await runCell(lane, cell);
      rows.set(cell, rowOf(cell, outcome));
      const rules = broken(cell, outcome);
      if (rules.length > 0) breach(`${nameOf(cell)}: ${rules.join('; ')}`);
    });
    await inLanes('./peer-worker.mjs', theirs, async (lane, cell) => {
      rows.set(cell, await runPeerCell(lane, cell));
    });
  } finally {
    clearInterval(progress);
    await closeStores();
  }

  const inOrder = (/** @type {readonly (Cell | PeerCell)[]} */ cells) => cells.flatMap((cell) => rows.get(cell) ?? []);
  const [ourResults, theirResults] = [ourTable(inOrder(ours)), peerTable(inOrder(theirs))];
  if (ours.length > 0) say(`\n${grid(ourResults)}`);
  if (theirs.length > 0) say(`\n${grid(theirResults)}`);
  if (only === undefined) {
    const name = quick ? 'storm-quick.json' : 'storm.json';
    say(`\n${await saveResult(name, jsonOf(inOrder([...ours, ...theirs])))}`);
    if (!quick) {
      await showInReadme('ours', ourResults);
      await showInReadme('peers', theirResults);
      await showInReadme('storm', summaryTable(inOrder([...ours, ...theirs])), 'kit');
    }
  }
  say(`\n${rows.size} cells in ${Math.round((performance.now() - startedAt) / 1_000)} s.`);
  if (breaches.length === 0) {
    say('Every cell of ours kept the rule.');
    return 0;
  }
  say(`${breaches.length} broke it:\n${breaches.map((sentence) => `  ✗ ${sentence}`).join('\n')}`);
  return 1;

  /**
   * Runs every cell once, each lane one at a time.
   *
   * @template {Cell | PeerCell} One
   * @param {string} script
   * @param {readonly One[]} cells
   * @param {(lane: import('./lane.mjs').Lane, cell: One) => Promise<void>} run
   */
  async function inLanes(script, cells, run) {
    const queue = createQueue(cells);
    async function work() {
      const lane = await openLane(script);
      try {
        for (let cell = await queue.take(); cell !== undefined; cell = await queue.take()) {
          await run(lane, cell).catch((error) => {
            breach(`${nameOf(/** @type {One} */ (cell))}: ${error instanceof Error ? error.message : error}`);
          });
          queue.done(cell);
        }
      } finally {
        await lane.close();
      }
    }
    await Promise.all(Array.from({ length: Math.min(LANES, cells.length) }, work));
  }
}

/**
 * The cells that wait for a lane, the longest first, but a crowd too large for now lets smaller ones pass.
 *
 * @template {Cell | PeerCell} One
 * @param {readonly One[]} cells
 */
function createQueue(cells) {
  const waiting = cells.toSorted(longestFirst);
  let callsUnderWay = 0;
  /** @type {(() => void)[]} */
  let idle = [];
  const callsOf = (/** @type {One} */ { calls, processes }) => calls * processes;
  return {
    /** @returns {Promise<One | undefined>} `undefined` when there are no more */
    async take() {
      while (waiting.length > 0) {
        const index = waiting.findIndex((cell) => callsUnderWay + callsOf(cell) <= CALLS_AT_ONCE);
        const [cell] = index < 0 ? [] : waiting.splice(index, 1);
        if (cell !== undefined) {
          callsUnderWay += callsOf(cell);
          return cell;
        }
        await new Promise((resolve) => idle.push(() => resolve(undefined)));
      }
      return undefined;
    },
    /** @param {One} cell */
    done(cell) {
      callsUnderWay -= callsOf(cell);
      for (const wake of idle) wake();
      idle = [];
    },
  };
}

/** A line for each cell, so that two runs can be compared. @param {readonly Row[]} rows */
function jsonOf(rows) {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n  "cells": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
