/**
 * `pnpm soak`: the built callback server on its database, the sandbox as sipgate with faults, people at 80 % of what the server
 * can do. Memory is sampled, and every answer that is not right is somebody's fault.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { newFolder, removeFolder } from '../folders.mjs';
import { describeMachine } from '../machine.mjs';
import { median, rounded } from '../median.mjs';
import { startChild } from '../orders.mjs';
import { freePort, startPostgres } from '../postgres-server.mjs';
import { saveResult } from '../results.mjs';
import { firstAnswer, startCallbackServer } from '../server/callback-server.mjs';
import { blameFor, sentence } from './judge.mjs';
import { PATIENCE_S } from './patience.mjs';
import { startWeather } from './weather.mjs';

/** @typedef {import('./soak-report.d.ts').SoakReport} SoakReport */
/** @typedef {import('../orders.mjs').Child} Child */

const PEOPLE = 200;
const AT_ONCE = 16;
const SHARE = 0.8;
const SAMPLE_EVERY_MS = 5_000;
/**
 * As in a small container. On a machine with much memory Node would let garbage pile up to gigabytes before it tidies, and a
 * leak would look no different for hours; within this limit it ends the server.
 */
const HEAP_MB = 256;
/** So many of the sandbox's seconds pass in a real one: everybody's tokens are refreshed every 150 s. */
const HASTE = 2;
/** By so much the memory of the last quarter may lie above that of the second, which has warmed up. */
const MOST_GROWTH = 1.15;
/** A shorter run says nothing about memory, and is not written down. */
const SHORTEST_RECORD_MINUTES = 10;

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {{ minutes: number, store: SoakReport['store'] }} options @returns {Promise<number>} the exit code */
export async function runSoak({ minutes, store }) {
  const postgres = store === 'PostgreSQL' ? await startPostgres() : undefined;
  const sandbox = startChild('./sandbox-process.mjs', [String(PEOPLE)]);
  const people = startChild('./soak/people.mjs');
  const folder = newFolder('soak');
  const server = await startServer(sandbox, folder, await postgres?.newDatabase());
  try {
    const { apiUrl } = await sandbox.ask('about');
    await people.ask('arrive', {
      url: server.url,
      signInUrl: `${new URL(apiUrl).origin}/__sandbox/sign-in`,
      people: PEOPLE,
    });
    const capacity = await people.ask('capacity', {
      ms: minutes < SHORTEST_RECORD_MINUTES ? 5_000 : 20_000,
      atOnce: AT_ONCE,
    });
    const rate = Math.max(1, Math.floor(capacity * SHARE));
    await people.ask('news');
    say(
      `${PEOPLE} people, ${Math.round(capacity)} requests/s at most; now ${rate} for ${minutes} minutes, with faults`,
    );
    const report = await soak({ minutes, store, sandbox, people, server: server.child, capacity, rate });
    return await tell(report);
  } finally {
    await Promise.all([server.child.kill(), sandbox.kill(), people.kill()]);
    await postgres?.remove();
    removeFolder(folder);
  }
}

/**
 * @param {Child} sandbox @param {string} folder @param {string | undefined} databaseUrl
 * @returns {Promise<{ child: Child, url: string }>}
 */
async function startServer(sandbox, folder, databaseUrl) {
  const { issuer, apiUrl, client } = await sandbox.ask('about');
  const url = `http://localhost:${await freePort()}`;
  const child = startCallbackServer({
    origin: url,
    issuer,
    client: { id: client.clientId, secret: client.clientSecret },
    apiUrl,
    folder,
    heapMb: HEAP_MB,
    ...(databaseUrl !== undefined && { environment: { DATABASE_URL: databaseUrl } }),
  });
  await firstAnswer(child, `${url}/healthz`);
  return { child, url };
}

/**
 * @param {{ minutes: number, store: SoakReport['store'], sandbox: Child, people: Child, server: Child, capacity: number, rate: number }} scene
 * @returns {Promise<SoakReport>}
 */
async function soak({ minutes, store, sandbox, people, server, capacity, rate }) {
  const begunAt = Date.now();
  const ms = minutes * 60_000;
  const weather = startWeather(sandbox);
  /** @type {{ minute: number, rssMb: number }[]} */
  const samples = [];
  /** @type {string[]} */
  const ours = [];
  let ofTheSandbox = 0;
  let allowedLost = 0;
  let aheadMs = 0;
  let isOver = false;

  const blame = (/** @type {string} */ what) => {
    ours.push(what);
    say(`  ✗ ${what}`);
  };

  async function lookAround() {
    const { rssMb } = await server.ask('usage');
    const news = await people.ask('news');
    for (const trouble of news.troubles) {
      if (trouble.what === 'signed out') continue;
      if (blameFor(trouble, weather.wasBad) === 'ours') blame(sentence(trouble, begunAt));
      else ofTheSandbox += 1;
    }
    for (const username of news.out) {
      if (await sandbox.ask('isAlive', { username }))
        blame(`${username} was told to sign in although their session lives`);
      else if (allowedLost >= weather.lostAnswers()) blame(`${username} lost their session, and no answer was lost`);
      else allowedLost += 1;
    }
    await people.ask('back', { usernames: news.out });
    return { rssMb, counts: news.counts };
  }

  async function watching() {
    for (;;) {
      await Promise.race([sleep(SAMPLE_EVERY_MS), loading]);
      if (isOver) return;
      aheadMs += (HASTE - 1) * SAMPLE_EVERY_MS;
      await sandbox.ask('setClock', { ms: aheadMs });
      const { rssMb, counts } = await lookAround();
      const minute = rounded((Date.now() - begunAt) / 60_000, 2);
      samples.push({ minute, rssMb: rounded(rssMb, 1) });
      if (samples.length % 12 === 0) {
        say(
          `  minute ${Math.round(minute)}: ${counts.visits} visits, ${counts.signIns} sign-ins, ${Math.round(rssMb)} MB, ${ours.length} errors of ours`,
        );
      }
    }
  }

  const loading = people.ask('load', { ms, perSecond: rate }).finally(() => {
    isOver = true;
  });
  await Promise.all([loading, watching()]);
  await weather.end();
  const { counts } = await lookAround();
  if (counts.late > 0) say(`  ${counts.late} arrivals found nobody at home`);
  const { p50Ms, p99Ms } = await people.ask('latencies');
  const { rotations } = await sandbox.ask('report');
  const quarter = (/** @type {number} */ index) =>
    rounded(
      median(samples.slice((samples.length * index) / 4, (samples.length * (index + 1)) / 4).map(({ rssMb }) => rssMb)),
      1,
    );
  return {
    at: new Date(begunAt).toISOString().slice(0, 10),
    minutes,
    store,
    machine: describeMachine(),
    patienceS: PATIENCE_S,
    load: {
      capacityPerSecond: Math.round(capacity),
      share: SHARE,
      ratePerSecond: rate,
      visits: counts.visits,
      signIns: counts.signIns,
      refreshes: rotations,
      p50Ms,
      p99Ms,
    },
    faults: weather.ordered,
    errors: { ours, ofTheSandbox, allowedLost },
    memory: { heapMb: HEAP_MB, samples, beforeMb: quarter(1), afterMb: quarter(3) },
  };
}

/** @param {SoakReport} report @returns {Promise<number>} the exit code */
async function tell(report) {
  const { load, errors, memory, minutes } = report;
  say(
    `\n${load.visits} visits, ${load.signIns} sign-ins, ${load.refreshes} refreshes; half within ${load.p50Ms} ms, 99 of 100 within ${load.p99Ms} ms`,
  );
  say(
    `${errors.ofTheSandbox} answers told of a fault of the sandbox, ${errors.allowedLost} people lost their session to a lost answer`,
  );
  say(`memory: ${memory.beforeMb} MB in the second quarter, ${memory.afterMb} MB in the last`);
  const isLong = minutes >= SHORTEST_RECORD_MINUTES;
  if (isLong) {
    say(`\n${await saveResult('soak.json', `${JSON.stringify(report, undefined, 2)}\n`)}`);
    say('Next: pnpm generate puts it into apps/docs/benchmarks.md.');
  }
  const isFlat = !isLong || memory.afterMb <= memory.beforeMb * MOST_GROWTH;
  if (!isFlat) say(`✗ The memory has grown by more than ${Math.round((MOST_GROWTH - 1) * 100)} %.`);
  say(errors.ours.length === 0 ? 'No error was ours.' : `✗ ${errors.ours.length} errors were ours.`);
  return errors.ours.length === 0 && isFlat ? 0 : 1;
}
