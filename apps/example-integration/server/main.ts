import { serve } from '@hono/node-server';
import { createLogger } from '@sipgate-kit/callback-server';
import { openConsole } from './open-console.ts';

/** `npm start`: the console by itself, until it is asked to stop. */
try {
  const logger = createLogger({ level: 'info', forPeople: process.stdout.isTTY, output: process.stdout });
  const { configuration, fetch, close } = await openConsole({ environment: process.env, logger });
  const { host: hostname, port, redirectUri } = configuration;
  const server = serve({ fetch, hostname, port, overrideGlobalObjects: false });
  logger.info({ url: new URL(redirectUri).origin }, 'the console is open');
  const stop = () => server.close(() => void close());
  process.once('SIGINT', stop).once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
