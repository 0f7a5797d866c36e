/**
 * The parts of `pnpm bench`, in the order they run. Each is loaded when its turn comes.
 * @module
 */

/** @typedef {{ quick: boolean, say: (line: string) => void }} PartOptions */

/**
 * @typedef {object} Part
 * @property {string} name   of `--only` and of the file in `results/`
 * @property {string} title
 * @property {(options: PartOptions) => Promise<import('./figure.mjs').Figure[]>} measure
 */

/** @type {readonly Part[]} */
export const parts = [
  {
    name: 'server',
    title: 'Callback server',
    measure: async (options) => (await import('./server/server-figures.mjs')).measureServers(options),
  },
  {
    name: 'calls',
    title: 'Calls of the REST API',
    measure: async (options) => (await import('./client-calls.mjs')).measureCalls(options),
  },
  {
    name: 'types',
    title: 'Types',
    measure: async (options) => (await import('./client-types.mjs')).measureTypes(options),
  },
  {
    name: 'import',
    title: 'Import',
    measure: async (options) => (await import('./client-import.mjs')).measureImport(options),
  },
  {
    name: 'size',
    title: 'Size',
    measure: async () => (await import('./size-figures.mjs')).measureSizes(),
  },
  {
    name: 'sandbox',
    title: 'Local provider',
    measure: async (options) => (await import('./sandbox-figures.mjs')).measureSandbox(options),
  },
  {
    name: 'growth',
    title: 'Growth',
    measure: async (options) => (await import('./growth-figures.mjs')).measureGrowth(options),
  },
  {
    name: 'cli',
    title: 'Command line',
    measure: async (options) => (await import('./cli-figures.mjs')).measureCli(options),
  },
];
