/**
 * A plain proxy: the instances take turns; a request that reached none of them in time for an answer goes to the next.
 * @module
 */
import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';

/**
 * @param {{ port: number, hosts: readonly string[] }} where all of them listen on the proxy's own port, at addresses of their own
 * @returns {Promise<{ close: () => Promise<void> }>}
 */
export async function startProxy({ port, hosts }) {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    turn += 1;
    pass(turn, hosts.length);

    /** @param {number} at @param {number} left how many instances may still be asked */
    function pass(at, left) {
      if (left === 0) {
        outgoing.writeHead(502).end();
        return;
      }
      const { method, url, headers } = incoming;
      const upstream = sendRequest({ host: hosts[at % hosts.length], port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      });
      upstream.on('error', () => {
        if (outgoing.headersSent) outgoing.destroy();
        else pass(at + 1, left - 1);
      });
      upstream.end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
