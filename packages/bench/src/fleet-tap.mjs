/**
 * Stands between the instances and the token endpoint, and notes what became of every answer: whose hands it reached, and
 * when. It changes nothing, and keeps fingerprints only.
 * @module
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * An answer with a refresh token in it.
 *
 * @typedef {object} Answer
 * @property {string} life       which process asked: instance and how often it had been started
 * @property {boolean} delivered whether the process was still there to take it
 * @property {number} at         real instant
 */

/** @typedef {{ endpointFor: (life: string) => string, answers: Map<string, Answer>, close: () => Promise<void> }} Tap */

/** @param {string} tokenEndpoint @returns {Promise<Tap>} answers by the fingerprint of their refresh token */
export async function startTap(tokenEndpoint) {
  /** @type {Map<string, Answer>} */
  const answers = new Map();
  const server = createServer((incoming, outgoing) => {
    const life = incoming.url?.slice(1) ?? '';
    const { host: _ours, ...headers } = incoming.headers;
    const upstream = sendRequest(tokenEndpoint, { method: incoming.method, headers }, async (answer) => {
      const body = await text(answer);
      const refreshToken = refreshTokenIn(body);
      const note = { life, delivered: false, at: Date.now() };
      if (refreshToken !== undefined) answers.set(fingerprintOf(refreshToken), note);
      outgoing.on('finish', () => {
        note.delivered = !outgoing.destroyed;
      });
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
    });
    upstream.on('error', () => outgoing.destroy());
    // What was sent is on its way, whatever becomes of its sender.
    incoming.pipe(upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    endpointFor: (life) => `http://127.0.0.1:${port}/${life}`,
    answers,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @param {string} body @returns {string | undefined} */
function refreshTokenIn(body) {
  try {
    return JSON.parse(body).refresh_token;
  } catch {
    return undefined;
  }
}

/** As core makes them. @param {string} token */
const fingerprintOf = (token) => createHash('sha256').update(token).digest('hex').slice(0, 8);
