/**
 * Orders to child processes, over the channel Node gives them: a child answers each with a result or an error, and may
 * stop at a point of its own until it is told to go on.
 * @module
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {(request: any) => unknown} Order */

/**
 * @typedef {object} Child
 * @property {number | undefined} pid
 * @property {(order: string, request?: object) => Promise<any>} ask rejects with {@link ChildEnded} once the child is dead
 * @property {(listener: ((point: string) => void) | undefined) => void} onReached told each time the child stops at a point
 * @property {() => void} goOn lets a child that stopped at a point go on
 * @property {() => Promise<void>} kill as a crash does, without a warning
 * @property {() => boolean} alive
 */

/** The child was killed, or ended by itself, before it had answered. */
export class ChildEnded extends Error {
  /** @override */
  name = 'ChildEnded';
}

/**
 * Starts a script beside this one.
 *
 * @param {string} script relative to this file, or a file URL
 * @param {readonly string[]} [args]
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, execArgv?: string[] }} [options]
 * @returns {Child}
 */
export function startChild(script, args = [], options = {}) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = fork(path, args, { ...options, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const pending = new Map();
  /** @type {((point: string) => void) | undefined} */
  let reached;
  let lastId = 0;
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaints = `${complaints}${text}`.slice(-4_000);
  });
  child.on('message', (/** @type {any} */ message) => {
    if ('reached' in message) {
      reached?.(message.reached);
      return;
    }
    const question = pending.get(message.id);
    pending.delete(message.id);
    if ('error' in message) question?.reject(new Error(message.error));
    else question?.resolve(message.result);
  });
  const ended = new Promise((resolve) => {
    child.once('exit', () => {
      for (const { reject } of pending.values()) reject(new ChildEnded(`${script} ended. ${complaints}`));
      pending.clear();
      resolve(undefined);
    });
  });
  const alive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid,
    ask(order, request = {}) {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        if (!alive() || !child.connected) return reject(new ChildEnded(`${script} has ended. ${complaints}`));
        pending.set(id, { resolve, reject });
        child.send({ id, order, request });
      });
    },
    onReached(listener) {
      reached = listener;
    },
    goOn() {
      if (child.connected) child.send({ goOn: true });
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    alive,
  };
}

/**
 * The child's side: takes orders until the parent is gone.
 *
 * @param {Record<string, Order>} orders
 */
export function takeOrders(orders) {
  process.on('message', async (/** @type {any} */ { id, order, request }) => {
    if (order === undefined) return;
    const answer = await Promise.resolve()
      .then(() => orders[order]?.(request))
      .then(
        (result) => ({ id, result }),
        (error) => ({ id, error: error instanceof Error ? `${error.stack}` : String(error) }),
      );
    if (process.connected) process.send?.(answer);
  });
  process.on('disconnect', () => process.exit());
}

/**
 * Tells the parent that this process stands at `point`, and waits for its word. Often it never comes: a kill does.
 *
 * @param {string} point
 * @returns {Promise<void>}
 */
export function stopAt(point) {
  return new Promise((resolve) => {
    const hear = (/** @type {any} */ message) => {
      if (message.goOn !== true) return;
      process.off('message', hear);
      resolve();
    };
    process.on('message', hear);
    process.send?.({ reached: point });
  });
}
