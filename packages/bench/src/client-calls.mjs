/**
 * What a typed call costs beside a bare `fetch` of the same URL with the same header, JSON parsed, on a loopback server in
 * another thread.
 * @module
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createSipgateClient, staticToken } from '@sipgate-kit/core';
import { median, rounded } from './median.mjs';

const CALLS_A_ROUND = 200;
const SERVER = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
const body = JSON.stringify({ company: 'Example GmbH', mainProductType: 'TEAM', logoUrl: '', verified: true });
const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** @param {number} rounds @returns {Promise<import('./client-figures.mjs').Figure[]>} */
export async function measureCalls(rounds) {
  const worker = new Worker(SERVER, { eval: true });
  try {
    const [port] = await once(worker, 'message');
    const origin = `http://127.0.0.1:${port}`;
    const auth = staticToken('token', { apiOrigins: [origin] });
    const sipgate = createSipgateClient({ auth, baseUrl: `${origin}/v2`, scopes: ['account:read'] });
    const headers = { authorization: 'Bearer token', accept: 'application/json' };
    const cases = {
      bare: async () => (await fetch(`${origin}/v2/account`, { headers })).json(),
      typed: async () => (await sipgate.GET('/account')).data,
      byId: async () => (await sipgate.call('getAccount')).data,
    };
    /** @type {Record<keyof typeof cases, number[]>} */
    const times = { bare: [], typed: [], byId: [] };
    for (let round = -2; round < rounds; round += 1) {
      for (const [name, call] of Object.entries(cases)) {
        const ms = await timed(call);
        // The first rounds warm up.
        if (round >= 0) times[/** @type {keyof typeof cases} */ (name)].push(ms / CALLS_A_ROUND);
      }
    }
    const [bare, typed, byId] = [median(times.bare), median(times.typed), median(times.byId)];
    return [
      { name: 'a bare fetch', value: rounded(bare, 3), unit: 'ms' },
      { name: 'a typed call', value: rounded(typed, 3), unit: 'ms' },
      { name: 'a typed call, by a bare fetch', value: rounded(typed / bare, 2), unit: '', atMost: 1.1 },
      { name: 'a call by operationId, by a bare fetch', value: rounded(byId / bare, 2), unit: '', atMost: 1.1 },
    ];
  } finally {
    await worker.terminate();
  }
}

/** @param {() => Promise<unknown>} call */
async function timed(call) {
  const began = performance.now();
  for (let count = 0; count < CALLS_A_ROUND; count += 1) await call();
  return performance.now() - began;
}
