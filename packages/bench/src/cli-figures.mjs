/**
 * How fast the command line starts, as a multiple of `node -e 0`, beside wrangler.
 * @module
 */
import { spawn } from 'node:child_process';
import pty from '@lydell/node-pty';
import { openDesk, SIPGATE } from './cli-desk.mjs';
import { node24, wrangler } from './cli-rivals.mjs';
import { figureOf, ratioOf } from './figure.mjs';

/** @typedef {{ name: string, args: readonly string[], env: Record<string, string>, terminal?: boolean, atMost?: number }} Case */
/** @typedef {import('./figure.mjs').Figure} Figure */

/** wrangler takes a second each time, and does not have to be known as well. */
const ROUNDS = { ours: 21, others: 7, quick: 5 };

/** @param {{ quick: boolean, say: (line: string) => void }} options quick: few rounds, this Node alone @returns {Promise<Figure[]>} */
export async function measureCli({ quick, say }) {
  const desk = await openDesk();
  try {
    const rival = quick ? undefined : await wrangler();
    const other = quick ? undefined : await node24();
    /** @type {Figure[]} */
    const figures = [];
    for (const node of [process.execPath, ...(other === undefined ? [] : [other])]) {
      const version = await versionOf(node);
      say(`Node ${version}`);
      figures.push(...(await measure(node, version, casesOf(desk, rival, version), quick)));
    }
    return figures;
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
 * @param {string} node @param {string} version @param {readonly Case[]} cases @param {boolean} quick
 * @returns {Promise<Figure[]>}
 */
async function measure(node, version, cases, quick) {
  /** @type {Map<Case, { ms: number, firstByteMs: number }[]>} */
  const runs = new Map(cases.map((one) => [one, []]));
  for (let round = -1; round < (quick ? ROUNDS.quick : ROUNDS.ours); round += 1) {
    for (const one of cases) {
      if (one.name.startsWith('wrangler') && round >= ROUNDS.others) continue;
      const run = await (one.terminal ? timedOnTerminal(node, one) : timed(node, one));
      // The first round fills the caches of the file system.
      if (round >= 0) runs.get(one)?.push(run);
    }
  }
  const ours = (/** @type {Case} */ { name }) => name.startsWith('sipgate') && { ours: true };
  const of = (/** @type {Case} */ one, /** @type {string} */ what, /** @type {string} */ unit) => ({
    group: `${what}, Node ${version.split('.')[0]}`,
    name: one.name,
    unit,
    ...ours(one),
  });
  const all = [...runs];
  const base = (all[0]?.[1] ?? []).map(({ ms }) => ms);
  return [
    ...all.map(([one, times]) =>
      figureOf(
        of(one, 'A command from start to end', 'ms'),
        times.map(({ ms }) => ms),
      ),
    ),
    ...all
      .filter(([one]) => one.name.startsWith('sipgate'))
      .map(([one, times]) =>
        ratioOf(
          { ...of(one, 'The same by node -e 0', '×'), ...(one.atMost !== undefined && { atMost: one.atMost }) },
          times.map(({ ms }) => ms),
          base,
        ),
      ),
    ...all
      .filter(([one]) => one.name.startsWith('sipgate'))
      .map(([one, times]) =>
        figureOf(
          of(one, 'Until the first byte', 'ms'),
          times.map(({ firstByteMs }) => firstByteMs),
        ),
      ),
  ];
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
