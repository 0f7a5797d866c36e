/**
 * A list of promises and whether they were kept, told while it grows and once more as a table at the end.
 * @module
 */

/** @typedef {ReturnType<typeof createChecks>} Checks */

/** @param {(line: string) => void} say */
export function createChecks(say) {
  /** @type {{ part: string, promise: string, ms: number, problem?: string }[]} */
  const results = [];
  let part = '';

  return {
    /** @param {string} title what the next promises are about */
    begin(title) {
      part = title;
      say(`\n${title}`);
    },

    /**
     * Runs one promise. A broken one does not end the run: the later ones tell more about the cause.
     *
     * @param {string} promise
     * @param {() => Promise<void>} keep throws when the promise is broken
     */
    async check(promise, keep) {
      const startedAt = performance.now();
      const problem = await keep().then(
        () => undefined,
        (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error)),
      );
      const ms = Math.round(performance.now() - startedAt);
      results.push({ part, promise, ms, ...(problem === undefined ? {} : { problem }) });
      say(`  ${problem === undefined ? 'PASS' : 'FAIL'}  ${promise} (${ms} ms)`);
      if (problem !== undefined) say(indent(problem));
    },

    failed: () => results.filter(({ problem }) => problem !== undefined).length,

    table() {
      const lines = results.map(
        ({ part: where, promise, problem }) => `${problem === undefined ? 'PASS' : 'FAIL'}  ${where}: ${promise}`,
      );
      const failed = results.filter(({ problem }) => problem !== undefined).length;
      return [...lines, '', `promises: ${results.length - failed} kept, ${failed} broken`].join('\n');
    },
  };
}

/** @param {string} text */
const indent = (text) =>
  text
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
