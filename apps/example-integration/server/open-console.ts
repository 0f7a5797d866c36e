import { join } from 'node:path';
import {
  createCallbackServer,
  type Logger,
  loadConfiguration,
  openServerSpill,
  openServerVault,
  readEnvFile,
  recoverAnswers,
  silentLogger,
} from '@sipgate-kit/callback-server';
import { createConsole } from './console.tsx';
import { SCOPES } from './scopes.ts';

/** What a console is opened with. */
export interface ConsoleSurroundings {
  /** Wins over the file `.env`; the variables are those of the callback server. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `.env` is, and the vault. Default: the current one. */
  readonly workingDirectory?: string;
  /** What every sign-in asks for. Default: what the console needs. */
  readonly scopes?: readonly string[];
  readonly logger?: Logger;
}

/** Reads the configuration, opens the vault, and puts the callback server and the console's pages into one app. */
export async function openConsole(surroundings: ConsoleSurroundings) {
  const { environment, workingDirectory = process.cwd(), scopes = SCOPES, logger = silentLogger } = surroundings;
  const given = Object.entries(environment).filter(([, value]) => value);
  const variables = { ...readEnvFile(join(workingDirectory, '.env')), ...Object.fromEntries(given) };
  const configuration = { ...loadConfiguration(variables, workingDirectory), scopes };
  const vault = await openServerVault(configuration, { logger });
  const spill = await openServerSpill(configuration);
  await recoverAnswers(spill, { configuration, vault, logger });
  const signIn = createCallbackServer({ configuration, vault, logger, spill: spill.write, basePath: '/sipgate' });
  const app = createConsole({ configuration, signIn, logger });
  return {
    configuration,
    fetch: app.fetch,
    async close() {
      await signIn.close();
      await vault.close();
    },
  };
}
