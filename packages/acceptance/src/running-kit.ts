import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';

const SERVER_BIN = fileURLToPath(
  new URL('../../../apps/callback-server/bin/sipgate-callback-server.mjs', import.meta.url),
);

/** The callback server's bin as a child process, in front of a sandbox on a port of its own. */
export interface RunningKit {
  /** Where a person starts, on `localhost`; the sandbox is on `127.0.0.1`, so that the two are cross-site. */
  readonly url: string;
  readonly sandbox: Sandbox;
  /** Everything the server has printed so far. */
  readonly output: () => string;
  /** The folder of the vault and its key. */
  readonly dataDir: string;
  readonly server: ChildProcess;
  close(): Promise<void>;
}

/** Starts both; `environment` overrides the server's. */
export async function startKit(environment: Record<string, string> = {}): Promise<RunningKit> {
  const [sandbox, port, dataDir] = await Promise.all([
    createSandbox({ port: 0 }),
    freePort(),
    mkdtemp(join(tmpdir(), 'sipgate-kit-acceptance-')),
  ]);
  const url = `http://localhost:${port}`;
  const server = spawn(process.execPath, [SERVER_BIN], {
    cwd: dataDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      BASE_URL: `${sandbox.issuer}/protocol/openid-connect`,
      CLIENT_ID: sandbox.client.clientId,
      CLIENT_SECRET: sandbox.client.clientSecret,
      OAUTH_SCOPE: 'account:read',
      REDIRECT_URI: `${url}/oauth`,
      PORT: String(port),
      SIPGATE_KIT_API_URL: sandbox.apiUrl,
      SIPGATE_KIT_DATA_DIR: dataDir,
      ...environment,
    },
  });
  let output = '';
  server.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  server.stderr.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const kit: RunningKit = {
    url,
    sandbox,
    dataDir,
    server,
    output: () => output,
    async close() {
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit');
        server.kill('SIGTERM');
        await ended;
      }
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await untilHealthy(kit);
  return kit;
}

async function untilHealthy({ url, server, output }: RunningKit): Promise<void> {
  const ended = once(server, 'exit').then(() => {
    throw new Error(`The callback server ended at start:\n${output()}`);
  });
  const healthy = (async () => {
    for (;;) {
      const answer = await fetch(`${url}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  await Promise.race([ended, healthy]);
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
