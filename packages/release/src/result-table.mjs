/**
 * One line of the table: what was looked at, how long it took, what is wrong.
 * @typedef {{ group: string, name: string, seconds: number, problems: readonly string[] }} Result
 */

/**
 * Collects results, tells each as it comes and all of them at the end.
 *
 * @param {{ say: (text: string) => void, now: () => number }} options
 */
export function createResultTable({ say, now }) {
  /** @type {Result[]} */
  const results = [];
  return {
    /**
     * Runs a check; a throw is a problem like any other.
     *
     * @param {string} group
     * @param {string} name
     * @param {() => Promise<readonly string[]> | readonly string[]} check gives what is wrong
     */
    async run(group, name, check) {
      const began = now();
      const problems = await Promise.resolve()
        .then(check)
        .catch((error) => [error instanceof Error ? error.message : String(error)]);
      results.push({ group, name, seconds: (now() - began) / 1000, problems });
      say(`${problems.length === 0 ? '✓' : '✗'} ${group}: ${name}`);
      for (const problem of problems) say(indented(problem));
    },

    /** Whether everything is as it should be, and something was looked at. */
    get passed() {
      return results.length > 0 && results.every(({ problems }) => problems.length === 0);
    },

    /** A line for every result, and the count. */
    text() {
      const width = Math.max(...results.map(({ group }) => group.length));
      const nameWidth = Math.max(...results.map(({ name }) => name.length));
      const lines = results.map(
        ({ group, name, seconds, problems }) =>
          `${group.padEnd(width)}  ${name.padEnd(nameWidth)}  ${seconds.toFixed(1).padStart(6)} s  ${verdict(problems)}`,
      );
      const wrong = results.filter(({ problems }) => problems.length > 0).length;
      return `${lines.join('\n')}\n\n${results.length - wrong} of ${results.length} as they should be`;
    },
  };
}

/** @param {readonly string[]} problems */
function verdict(problems) {
  if (problems.length === 0) return '✓';
  return `✗  ${problems.length === 1 ? 'one thing is' : `${problems.length} things are`} wrong`;
}

/** @param {string} text */
function indented(text) {
  return `    ${text.replaceAll('\n', '\n    ')}`;
}
