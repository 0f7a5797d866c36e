import { parseArgs } from 'node:util';
import { signingKeys } from './login/signing-keys.ts';
import { startData, startMessage } from './start-message.ts';
import { packageVersion } from './version.ts';

const DEFAULT_PORT = 8090;

const HELP = `Usage: sipgate-sandbox [options]

A local sipgate for development: sign-in (as Keycloak does it) and the REST API on one port
of this computer. Needs no account and no network; forgets everything when it stops.

Options:
  --port <number>      Port on 127.0.0.1, 0 = any free one (default ${DEFAULT_PORT})
  --allow-real-hosts   Also send authorization codes to redirect URIs on other computers
  --no-device-flow     Do without the device authorization grant (RFC 8628)
  --json               Print what is there as one line of JSON, when it is ready
  --help               Show this
  --version            Show the version

Examples:
  sipgate-sandbox
  sipgate-sandbox --port 9000
`;

/** The command line was not understood: exit status 2. */
class UsageError extends Error {}

interface Settings {
  readonly port: number;
  readonly allowRealHosts: boolean;
  readonly deviceFlow: boolean;
  readonly json: boolean;
}

async function main(args: string[]): Promise<void> {
  const settings = settingsOf(args);
  if (settings === undefined) return;
  // Made in the background while the rest is still being loaded.
  void signingKeys();
  const { createSandbox } = await import('./sandbox.ts');
  const { json, ...options } = settings;
  const sandbox = await createSandbox(options);
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(json ? startData(sandbox) : startMessage(sandbox));
}

/** `undefined` when the question was answered already, as by `--help`. */
function settingsOf(args: string[]): Settings | undefined {
  const { values } = parsed(args);
  if (values.help === true) {
    process.stdout.write(HELP);
    return undefined;
  }
  if (values.version === true) {
    console.log(packageVersion());
    return undefined;
  }
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!/^\d+$/.test(values.port ?? String(DEFAULT_PORT)) || port > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535, not '${values.port}'.`);
  }
  return {
    port,
    allowRealHosts: values['allow-real-hosts'] ?? false,
    deviceFlow: !values['no-device-flow'],
    json: values.json ?? false,
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'allow-real-hosts': { type: 'boolean' },
        'no-device-flow': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    // Node's sentence, without its advice about positional arguments that start with a dash.
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

function explain(error: unknown): { message: string; status: number } {
  if (error instanceof UsageError) {
    return { message: `${error.message.replace(/\.?$/, '.')}\nTry: sipgate-sandbox --help`, status: 2 };
  }
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return {
      message: `Port ${port} is in use. Stop what is listening there, or choose another one: sipgate-sandbox --port ${(port ?? 0) + 1}`,
      status: 1,
    };
  }
  if (code === 'EACCES') {
    return {
      message: `Port ${port} may not be used without more rights. Choose one above 1023: sipgate-sandbox --port ${DEFAULT_PORT}`,
      status: 1,
    };
  }
  throw error;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const { message, status } = explain(error);
  console.error(message);
  process.exitCode = status;
}
