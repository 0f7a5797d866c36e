import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createLogger } from '@sipgate-kit/callback-server';
import { consentIfAsked, enterPassword } from '@sipgate-kit/test-browser/person';
import type { Page } from 'playwright-core';
import { sandboxVariables, startSandbox } from '../server/dev-sandbox.ts';
import { openConsole } from '../server/open-console.ts';

/** A console on a sandbox, on a port of its own, and what it has written into its log. */
export type Stage = Awaited<ReturnType<typeof createStage>>;

export async function createStage(options: { scopes?: readonly string[] } = {}) {
  const [sandbox, port, dataDirectory] = await Promise.all([
    startSandbox(),
    freePort(),
    mkdtemp(join(tmpdir(), 'client-console-test-')),
  ]);
  const log: string[] = [];
  const logger = createLogger({ level: 'debug', forPeople: false, output: { write: (line) => log.push(line) } });
  const environment = sandboxVariables(sandbox, { port, dataDirectory });
  const open = await openConsole({ environment, workingDirectory: dataDirectory, logger, ...options });
  const server = serve({ fetch: open.fetch, port, hostname: 'localhost', overrideGlobalObjects: false });
  if (!server.listening) await once(server, 'listening');
  const url = `http://localhost:${port}`;
  return {
    sandbox,
    url,
    log,
    /** The whole journey from the start page to the list of clients. */
    async signIn(page: Page, username = 'alice') {
      await page.goto(url);
      await page.getByRole('main').getByRole('link', { name: 'Sign in with sipgate' }).click();
      await finishSignIn(page, username);
      await page.waitForURL(`${url}/clients`);
    },
    async close() {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await open.close();
      await sandbox.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** What sipgate asks on the way: it may remember the person, and what they have allowed. */
export async function finishSignIn(page: Page, username = 'alice'): Promise<void> {
  if (await page.locator('input[name=username]').count()) await enterPassword(page, username);
  await consentIfAsked(page);
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
