/**
 * How fast the command line starts, as a multiple of `node -e 0`, beside wrangler: `pnpm bench:cli`. Prints a table and
 * writes `results/cli.json`.
 * @module
 */
import { spawn } from 'node:child_process';
import pty from '@lydell/node-pty';
import { openDesk, SIPGATE } from './cli-desk.mjs';
import { node24, wrangler } from './cli-rivals.mjs';
import { saveResult, showInReadme } from './results.mjs';
import { grid } from './table.mjs';

/** @typedef {{ name: string, args: readonly string[], env: Record<string, string>, terminal?: boolean, atMost?: number }} Case */
/** @typedef {{ node: string, name: string, ms: number, firstByteMs: number, ratio: number, atMost?: number }} Figure */

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * @param {{ quick: boolean }} options quick: few rounds, this Node alone, nothing written
 * @returns {Promise<number>} the exit code
 */
export async function measureCli({ quick }) {
  const desk = await openDesk();
  try {
    const rival = quick ? undefined : await wrangler();
    const other = quick ? undefined : await node24();
    /** @type {Figure[]} */
    const figures = [];
    for (const node of [process.execPath, ...(other === undefined ? [] : [other])]) {
      const version = await versionOf(node);
      say(`Node ${version}: measuring …`);
      figures.push(...(await measure(node, version, casesOf(desk, rival, version), quick ? 7 : 31)));
    }
    const body = figures.map(({ node, name, ms, firstByteMs, ratio, atMost }) => [
      node,
      name,
      `${Math.round(ms)} ms`,
      `${Math.round(firstByteMs)} ms`,
      ratio.toFixed(2),
      atMost === undefined ? '' : `≤ ${atMost}`,
      atMost === undefined ? '' : ratio <= atMost ? '✓' : '✗',
    ]);
    const table = { head: ['Node', 'command', 'median', 'first byte', 'by `node -e 0`', 'required', ''], body };
    say(`\n${grid(table)}`);
    if (!quick) {
      say(`\n${await saveResult('cli.json', `${JSON.stringify({ figures }, undefined, 2)}\n`)}`);
      await showInReadme('cli', table);
    }
    return figures.every(({ ratio, atMost }) => atMost === undefined || ratio <= atMost) ? 0 : 1;
  } finally {
    await desk.close();
  }
}

/**
 * @param {import('./cli-desk.mjs').Desk} desk @param {string | undefined} rival @param {string} node its version
 * @returns {readonly Case[]}
 */
function casesOf({ pat, signedIn }, rival, node) {
  const quiet = { ...pat, WRANGLER_SEND_METRICS: 'false' };
  return [
    { name: 'node -e 0', args: ['-e', '0'], env: pat },
    { name: 'sipgate --version', args: [SIPGATE, '--version'], env: pat, atMost: node.startsWith('20.') ? 1.3 : 1.4 },
    { name: 'sipgate --help', args: [SIPGATE, '--help'], env: pat, atMost: 2 },
    { name: 'sipgate clients --help', args: [SIPGATE, 'clients', '--help'], env: pat },
    {
      name: 'sipgate clients list, personal access token',
      args: [SIPGATE, 'clients', 'list'],
      env: pat,
      ...(node.startsWith('20.') && { atMost: 6 }),
    },
    { name: 'sipgate clients list, signed in', args: [SIPGATE, 'clients', 'list'], env: signedIn },
    { name: 'sipgate clients list, on a terminal', args: [SIPGATE, 'clients', 'list'], env: pat, terminal: true },
    ...(rival === undefined
      ? []
      : [
          { name: 'wrangler --version', args: [rival, '--version'], env: quiet },
          { name: 'wrangler --help', args: [rival, '--help'], env: quiet },
        ]),
  ];
}

/**
 * Every command in turn, again and again, so that a busy moment of the machine meets them all.
 *
 * @param {string} node @param {string} version @param {readonly Case[]} cases @param {number} rounds
 * @returns {Promise<Figure[]>}
 */
async function measure(node, version, cases, rounds) {
  /** @type {Map<Case, { ms: number, firstByteMs: number }[]>} */
  const runs = new Map(cases.map((one) => [one, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const one of cases) {
      const run = await (one.terminal ? timedOnTerminal(node, one) : timed(node, one));
      // The first round fills the caches of the file system.
      if (round >= 0) runs.get(one)?.push(run);
    }
  }
  const medians = cases.map((one) => {
    const all = runs.get(one) ?? [];
    return { ...one, ms: median(all.map(({ ms }) => ms)), firstByteMs: median(all.map((run) => run.firstByteMs)) };
  });
  const base = medians[0]?.ms ?? Number.NaN;
  return medians.map(({ name, ms, firstByteMs, atMost }) => ({
    node: version,
    name,
    ms: rounded(ms, 1),
    firstByteMs: rounded(firstByteMs, 1),
    ratio: rounded(ms / base, 2),
    ...(atMost !== undefined && { atMost }),
  }));
}

/** @param {string} node @param {Case} one @returns {Promise<{ ms: number, firstByteMs: number }>} */
function timed(node, { name, args, env }) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let firstByteMs = Number.NaN;
    let said = '';
    const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        if (Number.isNaN(firstByteMs)) firstByteMs = performance.now() - began;
        said += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - began;
      if (code === 0) resolve({ ms, firstByteMs: Number.isNaN(firstByteMs) ? ms : firstByteMs });
      else reject(new Error(`${name} ended with ${code}:\n${said}`));
    });
  });
}

/** What a person sees: the first byte is the spinner's. @type {typeof timed} */
function timedOnTerminal(node, { name, args, env }) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let firstByteMs = Number.NaN;
    let said = '';
    // Nobody asks npm for a newer version meanwhile.
    const child = pty.spawn(node, [...args], { env: { ...env, SIPGATE_NO_UPDATE_NOTICE: '1' } });
    child.onData((chunk) => {
      if (said === '') firstByteMs = performance.now() - began;
      said += chunk;
    });
    child.onExit(({ exitCode }) => {
      if (exitCode === 0) resolve({ ms: performance.now() - began, firstByteMs });
      else reject(new Error(`${name} ended with ${exitCode}:\n${said}`));
    });
  });
}

/** @param {string} node @returns {Promise<string>} */
function versionOf(node) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['-p', 'process.versions.node'], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.stdout.setEncoding('utf8').on('data', (text) => resolve(text.trim()));
  });
}

/** @param {number} number @param {number} digits */
const rounded = (number, digits) => Number(number.toFixed(digits));

/** @param {readonly number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
