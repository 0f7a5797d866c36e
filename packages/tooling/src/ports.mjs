import { createServer } from 'node:net';

/**
 * Whether nobody listens on the port, on either loopback family.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await tryToListen(port, host);
    // A machine without IPv6 has nobody there either.
    if (code !== undefined && !['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code)) return false;
  }
  return true;
}

/** @param {number} port @param {string} host @returns {Promise<string | undefined>} the system's error code */
function tryToListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? 'unknown'));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}
