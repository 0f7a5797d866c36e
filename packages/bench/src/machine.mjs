/**
 * The machine that figures were taken on.
 * @module
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { newFolder, removeFolder } from './folders.mjs';
import { median, rounded } from './median.mjs';

/**
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} cores
 * @property {number} memoryGb
 * @property {string} system
 * @property {string} node
 * @property {number} syncMs  until 4 kB are on the disk that the vaults lie on
 */

const SYNCS = 50;

/** @returns {Machine} */
export function describeMachine() {
  return {
    processor: cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().replace(/[-+].*/, '')}`,
    node: process.versions.node,
    syncMs: rounded(timeOfSync(), 2),
  };
}

/** A confirmed write waits for this: no server that keeps what it promises is faster. */
function timeOfSync() {
  const folder = newFolder('sync');
  const file = openSync(join(folder, 'file'), 'w');
  const block = Buffer.alloc(4_096, 'x');
  const times = Array.from({ length: SYNCS }, () => {
    const began = performance.now();
    writeSync(file, block);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  removeFolder(folder);
  return median(times);
}
