/**
 * What a typed call costs beside a bare `fetch` of the same URL with the same header, JSON parsed, and beside other clients,
 * on a loopback server in another thread.
 * @module
 */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createSipgateClient, staticToken } from '@sipgate-kit/core';
import { figureOf, ratioOf } from './figure.mjs';
import { installPeers, PEERS, peerVersion } from './peer-folder.mjs';
import { inRounds } from './rounds.mjs';

const CALLS_A_ROUND = 200;
const SERVER = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
const body = JSON.stringify({ company: 'Example GmbH', mainProductType: 'TEAM', logoUrl: '', verified: true });
const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureCalls({ quick }) {
  await installPeers();
  const worker = new Worker(SERVER, { eval: true });
  try {
    const [port] = await once(worker, 'message');
    const cases = casesAt(`http://127.0.0.1:${port}`);
    /** @type {Record<keyof typeof cases, () => Promise<number>>} */
    const timed = Object.create(null);
    for (const [name, call] of Object.entries(cases)) {
      timed[/** @type {keyof typeof cases} */ (name)] = () => timeOf(call);
    }
    const ms = await inRounds({ rounds: quick ? 5 : 31, warmUps: 4 }, timed);
    const group = 'A call of the REST API';
    const by = 'A typed call by others';
    return [
      figureOf({ group, name: 'a bare fetch', unit: 'ms' }, ms.bare),
      figureOf({ group, name: "sipgate-kit, client.GET('/account')", unit: 'ms', ours: true }, ms.typed),
      figureOf({ group, name: "sipgate-kit, client.call('getAccount')", unit: 'ms', ours: true }, ms.byId),
      figureOf({ group, name: `axios ${peerVersion('axios')}`, unit: 'ms' }, ms.axios),
      figureOf({ group, name: `sipgateio ${peerVersion('sipgateio')}`, unit: 'ms' }, ms.sipgateio),
      ratioOf({ group: by, name: 'by a bare fetch', unit: '×', ours: true, atMost: 1.4, aim: 1.1 }, ms.typed, ms.bare),
      ratioOf(
        { group: by, name: 'by operationId, by a bare fetch', unit: '×', ours: true, atMost: 1.4, aim: 1.1 },
        ms.byId,
        ms.bare,
      ),
      ratioOf({ group: by, name: 'by axios', unit: '×', ours: true, atMost: 1 }, ms.typed, ms.axios),
      ratioOf({ group: by, name: 'by sipgateio', unit: '×', ours: true, atMost: 1.7, aim: 1 }, ms.typed, ms.sipgateio),
    ];
  } finally {
    await worker.terminate();
  }
}

/** @param {string} origin */
function casesAt(origin) {
  const requirePeer = createRequire(join(PEERS, 'package.json'));
  const auth = staticToken('token', { apiOrigins: [origin] });
  const sipgate = createSipgateClient({ auth, baseUrl: `${origin}/v2`, scopes: ['account:read'] });
  const headers = { authorization: 'Bearer token', accept: 'application/json' };
  const axios = requirePeer('axios').create({ baseURL: `${origin}/v2`, headers });
  // Its base URL is sipgate's and cannot be changed; a whole URL goes elsewhere all the same.
  const sipgateio = requirePeer('sipgateio').sipgateIO({ token: unsignedJwt() });
  return {
    bare: async () => (await fetch(`${origin}/v2/account`, { headers })).json(),
    typed: async () => (await sipgate.GET('/account')).data,
    byId: async () => (await sipgate.call('getAccount')).data,
    axios: async () => (await axios.get('/account')).data,
    sipgateio: async () => sipgateio.get(`${origin}/v2/account`),
  };
}

/** sipgateio looks whether its token looks like one. */
function unsignedJwt() {
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ sub: 'person' })}.${Buffer.from('none').toString('base64url')}`;
}

/** @param {() => Promise<unknown>} call @returns {Promise<number>} milliseconds of one call */
async function timeOf(call) {
  const began = performance.now();
  for (let count = 0; count < CALLS_A_ROUND; count += 1) await call();
  return (performance.now() - began) / CALLS_A_ROUND;
}
