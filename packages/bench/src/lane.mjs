/**
 * One lane of the storm: a sandbox and the processes that work on it, cell after cell.
 * @module
 */
import { startChild } from './orders.mjs';

/** @typedef {import('./orders.mjs').Child} Child */

/**
 * @typedef {object} Lane
 * @property {Child} sandbox
 * @property {{ issuer: string, apiUrl: string, client: { clientId: string, clientSecret: string } }} about
 * @property {(count: number) => Child[]} crew  so many living processes
 * @property {() => Promise<void>} dismiss       ends the processes: whatever is left of a broken cell goes with them
 * @property {() => Promise<void>} close
 */

/** @param {string} script what the processes run @returns {Promise<Lane>} */
export async function openLane(script = './worker.mjs') {
  const sandbox = startChild('./sandbox-process.mjs');
  const about = await sandbox.ask('about');
  /** @type {Child[]} */
  let workers = [];
  const dismiss = async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    workers = [];
  };
  return {
    sandbox,
    about,
    crew(count) {
      workers = workers.filter((worker) => worker.alive());
      while (workers.length < count) workers.push(startChild(script));
      return workers.slice(0, count);
    },
    dismiss,
    async close() {
      await dismiss();
      await sandbox.kill();
    },
  };
}
