import { resolve } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import { openVault, type Vault } from '@sipgate-kit/vault/sql';
import { type CallbackServer, createCallbackServer } from './callback-server.ts';
import { loadConfiguration, type ServerConfiguration } from './configuration.ts';
import { readEnvFile } from './env-file.ts';
import { type Listener, type ListenVariables, listen } from './listen.ts';
import { createLogger, type LogOutput } from './log.ts';
import { metricsApp } from './metrics/metrics-app.ts';
import { pause } from './pause.ts';
import { openServerSpill, recoverAnswers } from './server-spill.ts';
import { openServerVault, vaultOptions } from './server-vault.ts';

/** How long requests under way may take to end. Duration in milliseconds. */
const STOP_PATIENCE_MS = 35_000;

/**
 * How long requests under way may still have tokens renewed: with the time-out of a refresh that is sent at the last moment
 * (30 s), no stop takes longer than the patience above. Duration in milliseconds.
 */
const LAST_REFRESHES_MS = 5_000;

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

/** The vault that the configuration names, for the operator's commands. Throws as {@link serve}. */
export async function openConfiguredVault(surroundings: Surroundings, envFile?: string): Promise<Vault> {
  const configuration = configure(surroundings, envFile);
  return openVault(await vaultOptions(configuration));
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
  const spill = await openServerSpill(configuration);
  try {
    await recoverAnswers(spill, { configuration, vault, logger });
  } catch (error) {
    await vault.close();
    throw error;
  }
  const server = createCallbackServer({
    configuration,
    vault,
    logger,
    spill: spill.write,
    servicesApart: configuration.apiPort !== undefined,
  });
  const listeners: Listener[] = [];
  const stopListening = async () => {
    await Promise.all(listeners.map((listener) => listener.stop(STOP_PATIENCE_MS)));
  };
  try {
    for (const { name, app, at } of doors(server, configuration)) {
      const listener = await listen((request, env) => app.fetch(request, env), at);
      listeners.push(listener);
      if (name !== 'pages') logger.info({ for: name, addresses: listener.addresses.join(' ') }, 'listening apart');
    }
    const { provider, redirectUri } = configuration;
    const url = new URL('/', redirectUri).href;
    const addresses = listeners.at(-1)?.addresses.join(' ');
    logger.info({ url, addresses, issuer: provider.issuer }, 'listening');
    return {
      async stop() {
        logger.info({}, 'stopping');
        const answered = stopListening();
        await atMost(LAST_REFRESHES_MS, answered);
        await Promise.all([answered, server.close()]);
        await vault.close();
        logger.info({}, 'stopped');
      },
    };
  } catch (error) {
    await stopListening();
    await server.close();
    await vault.close();
    throw error;
  }
}

interface Door {
  readonly name: 'services' | 'metrics' | 'pages';
  readonly app: { fetch(request: Request, env: object): Response | Promise<Response> };
  readonly at: { readonly host: string; readonly port: number; readonly variables?: ListenVariables };
}

/** Waits for a promise, but no longer than this. */
async function atMost(ms: number, promise: Promise<void>): Promise<void> {
  const done = new AbortController();
  const timer = pause(ms, done.signal).catch(() => undefined);
  await Promise.race([promise, timer]);
  done.abort();
}

/** Every port the server listens on, the one for browsers last: once that one opens, all of it is there. */
function doors(server: CallbackServer, configuration: ServerConfiguration): readonly Door[] {
  const { host, port, apiHost, apiPort, metricsHost, metricsPort } = configuration;
  const open: Door[] = [];
  if (apiPort !== undefined && server.services !== undefined) {
    const variables = { host: 'SIPGATE_KIT_API_HOST', port: 'SIPGATE_KIT_API_PORT' };
    open.push({ name: 'services', app: server.services, at: { host: apiHost, port: apiPort, variables } });
  }
  if (metricsPort !== undefined) {
    server.metrics.includeProcess();
    const variables = { host: 'SIPGATE_KIT_METRICS_HOST', port: 'SIPGATE_KIT_METRICS_PORT' };
    open.push({
      name: 'metrics',
      app: metricsApp(server.metrics),
      at: { host: metricsHost, port: metricsPort, variables },
    });
  }
  return [...open, { name: 'pages', app: server.app, at: { host, port } }];
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
