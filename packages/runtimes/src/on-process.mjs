/** @module the suite on runtimes with a command line */
import { run } from './run.mjs';

/** @typedef {import('../suite/suite.mjs').Settings} Settings */
/** @typedef {import('./runtime.mjs').Runtime} Runtime */

/** @param {string} name @param {string} binary @returns {Runtime} */
export const onNode = (name, binary) => ({
  name,
  version: async () => lastWord(await run(binary, ['--version'], { cwd: '.' })).replace(/^v/, ''),
  suite: (consumer, settings) => outcomes(binary, ['process.mjs', JSON.stringify(settings)], consumer),
});

/** @param {string} binary @returns {Runtime} */
export const onBun = (binary) => ({ ...onNode('Bun', binary) });

/** Deno may reach the sandbox, and the port where nobody listens: the kit needs no other permission. @param {string} binary @returns {Runtime} */
export const onDeno = (binary) => ({
  name: 'Deno',
  version: async () => /deno (\S+)/.exec(await run(binary, ['--version'], { cwd: '.' }))?.[1] ?? '',
  suite(consumer, settings) {
    const hosts = [settings.issuer, settings.closedUrl].map((url) => new URL(url).host);
    const flags = ['--no-prompt', '--no-lock', '--node-modules-dir=manual', `--allow-net=${hosts.join()}`];
    return outcomes(binary, ['run', ...flags, 'process.mjs', JSON.stringify(settings)], consumer);
  },
});

/** @param {string} binary @param {readonly string[]} args @param {string} consumer */
async function outcomes(binary, args, consumer) {
  const env = { PATH: process.env['PATH'], HOME: consumer, TMPDIR: consumer, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  return JSON.parse(lastWord(await run(binary, args, { cwd: consumer, env }), '\n'));
}

/** @param {string} text @param {string | RegExp} separator */
const lastWord = (text, separator = /\s/) => text.trim().split(separator).at(-1) ?? '';
