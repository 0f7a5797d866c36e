import { resolve } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import { createCallbackServer } from './callback-server.ts';
import { loadConfiguration, type ServerConfiguration } from './configuration.ts';
import { readEnvFile } from './env-file.ts';
import { listen } from './listen.ts';
import { createLogger, type LogOutput } from './log.ts';
import { openServerVault } from './server-vault.ts';

/** As long as a refresh that has been sent may take, and a little more. Duration in milliseconds. */
const STOP_PATIENCE_MS = 35_000;

/** The process around a server. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly output: LogOutput & { readonly isTTY?: boolean };
}

/** A server that runs. */
export interface RunningServer {
  /** Stops accepting, waits for requests and refreshes under way, closes the vault. */
  stop(): Promise<void>;
}

/**
 * Reads the configuration, opens the vault and listens.
 *
 * @param envFile a file that has to exist; without it `.env` is read where there is one
 * @throws SipgateKitError everything that keeps a server from starting, with its remedy
 */
export async function serve(surroundings: Surroundings, envFile?: string): Promise<RunningServer> {
  const { output } = surroundings;
  const configuration = configure(surroundings, envFile);
  const logger = createLogger({ level: configuration.logLevel, forPeople: output.isTTY === true, output });
  const vault = await openServerVault(configuration, { logger });
  const server = createCallbackServer({ configuration, vault, logger });
  try {
    const listener = await listen((request) => server.app.fetch(request), configuration);
    const { provider, redirectUri } = configuration;
    const url = new URL('/', redirectUri).href;
    logger.info({ url, addresses: listener.addresses.join(' '), issuer: provider.issuer }, 'listening');
    return {
      async stop() {
        logger.info({}, 'stopping');
        await listener.stop(STOP_PATIENCE_MS);
        await server.close();
        await vault.close();
        logger.info({}, 'stopped');
      },
    };
  } catch (error) {
    await server.close();
    await vault.close();
    throw error;
  }
}

function configure({ environment, workingDirectory }: Surroundings, envFile?: string): ServerConfiguration {
  const path = resolve(workingDirectory, envFile ?? '.env');
  const file = readEnvFile(path);
  if (file === undefined && envFile !== undefined) {
    throw new SipgateKitError('invalid_configuration', `There is no file ${path}.`, {
      hint: 'Check the path behind --env-file; .env.example shows what belongs into it.',
    });
  }
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  return loadConfiguration({ ...file, ...given }, workingDirectory);
}
