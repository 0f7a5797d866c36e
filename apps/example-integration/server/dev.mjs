/**
 * `npm run dev`: the console with live reload, and the page without a server beside it; on a sandbox, unless there is a
 * CLIENT_ID in the environment or in `.env`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { createServer as createVite } from 'vite';
import { servePage } from '../browser/dev.mjs';

const RELOADS = '<script type="module" src="/@vite/client"></script></head>';

// Where the command was called: there is the .env.
const workingDirectory = process.env['INIT_CWD'] ?? process.cwd();
const server = createServer();
const vite = await createVite({
  configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
  appType: 'custom',
  server: { middlewareMode: true, hmr: { server } },
});
const { environment, lines, stop } = await surroundings();
let open = await load();

vite.watcher.on('change', async (file) => {
  if (!vite.environments.ssr.moduleGraph.getModulesByFile(file)) return;
  const before = open;
  try {
    open = await load();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return;
  }
  vite.ws.send({ type: 'full-reload' });
  await before.close();
});

const listener = getRequestListener(answer, { overrideGlobalObjects: false });
server.on('request', (request, response) => {
  const isOurs = !/^\/(@|node_modules\/)/.test(request.url ?? '');
  if (isOurs) listener(request, response);
  else vite.middlewares(request, response);
});
server.listen(open.configuration.port, open.configuration.host, () => {
  process.stdout.write(`\n${[`Open      ${new URL(open.configuration.redirectUri).origin}`, ...lines].join('\n')}\n\n`);
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, async () => {
    await Promise.all([vite.close(), open.close()]);
    await stop();
    process.exit();
  });
}

/** The console as its files are now. */
async function load() {
  /** @type {typeof import('./open-console.ts')} */
  const { openConsole } = /** @type {never} */ (await vite.ssrLoadModule('/open-console.ts'));
  return openConsole({ environment, workingDirectory });
}

/** Pages get Vite's script, which reloads them. @param {Request} request */
async function answer(request) {
  const response = await open.fetch(request);
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  return new Response((await response.text()).replace('</head>', RELOADS), response);
}

async function surroundings() {
  const file = join(workingDirectory, '.env');
  const inFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  if (process.env['CLIENT_ID'] || inFile.CLIENT_ID) {
    const given = { ...inFile, ...process.env };
    const page = given['VITE_SIPGATE_CLIENT_ID'] ? await servePage(given) : undefined;
    return {
      environment: process.env,
      lines: [
        `Page      ${page?.url ?? 'the one without a server needs VITE_SIPGATE_CLIENT_ID'}`,
        'Sign in   at sipgate, with your own account',
      ],
      stop: async () => page?.close(),
    };
  }
  /** @type {typeof import('./dev-sandbox.ts')} */
  const { startSandbox, sandboxVariables } = /** @type {never} */ (await vite.ssrLoadModule('/dev-sandbox.ts'));
  const sandbox = await startSandbox();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'client-console-'));
  const page = await servePage({
    VITE_SIPGATE_CLIENT_ID: sandbox.publicClient.clientId,
    VITE_SIPGATE_ISSUER: sandbox.issuer,
    VITE_SIPGATE_API_URL: sandbox.apiUrl,
  });
  return {
    environment: {
      ...process.env,
      ...sandboxVariables(sandbox, { port: Number(process.env['PORT'] ?? 8080), dataDirectory }),
    },
    lines: [`Page      ${page.url}`, 'Sign in   alice, password sandbox', `Sandbox   ${sandbox.url}`],
    async stop() {
      await page.close();
      await sandbox.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
