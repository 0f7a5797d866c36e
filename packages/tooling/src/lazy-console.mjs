import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isPortFree } from './ports.mjs';
import { root } from './setup.mjs';

const CONSOLE = join(root, 'apps', 'example-integration', 'dist', 'server', 'open-console.js');
const USUAL_PORT = 8070;

/**
 * The example product, on a port of its own: listens at once, and is loaded when somebody first looks at it, so that the
 * start waits for nothing.
 *
 * @param {NodeJS.Dict<string>} variables of a callback server, but for the redirect URI
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function offerConsole(variables) {
  /** @type {Promise<{ listener: import('node:http').RequestListener, close: () => Promise<void> }> | undefined} */
  let opened;
  const server = createServer(async (request, response) => {
    try {
      opened ??= open(url);
      const { listener } = await opened;
      listener(request, response);
    } catch (error) {
      opened = undefined;
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`The example could not be opened: ${error instanceof Error ? error.message : error}\n`);
    }
  });
  server.listen({ port: (await isPortFree(USUAL_PORT)) ? USUAL_PORT : 0, host: 'localhost' });
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://localhost:${port}`;

  /** @param {string} url */
  async function open(url) {
    const [{ openConsole }, { getRequestListener }] = await Promise.all([
      import(pathToFileURL(CONSOLE).href),
      import('@hono/node-server'),
    ]);
    const environment = { ...variables, REDIRECT_URI: `${url}/oauth`, PORT: String(port) };
    const { fetch, close } = await openConsole({ environment, workingDirectory: variables.SIPGATE_KIT_DATA_DIR });
    return { listener: getRequestListener(fetch, { overrideGlobalObjects: false }), close };
  }

  return {
    url,
    async close() {
      server.close();
      server.closeAllConnections();
      // What could not be opened need not be closed.
      const console = await opened?.catch(() => undefined);
      await console?.close();
    },
  };
}
