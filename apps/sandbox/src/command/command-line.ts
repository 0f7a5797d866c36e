import { parseArgs } from 'node:util';
import type { RedirectMatching } from '../login/redirect-matching.ts';
import type { SandboxOptions } from '../sandbox.ts';
import { UsageError } from './usage-error.ts';

/** Where the sandbox is found when nobody says otherwise. */
export const DEFAULT_PORT = 8090;

export const HELP = `Usage: sipgate-sandbox [options]
       sipgate-sandbox exec [options] -- <command> [arguments]

A local sipgate for development: sign-in (as Keycloak does it) and the REST API on one port
of this computer. Needs no account and no network; forgets everything when it stops.
Not for production.

exec runs a command, such as your tests, beside a sandbox on a free port. The command finds it
by its environment (CLIENT_ID, CLIENT_SECRET, SIPGATE_KIT_ISSUER, SIPGATE_KIT_API_URL, what
\`sipgate\` needs, and SIPGATE_SANDBOX_URL). Its exit code is passed on; requests that do not fit
the description of the REST API are listed at the end, and make the exit code 1.

Options:
  --port <number>      Port to listen on, 0 = any free one (default ${DEFAULT_PORT}, with exec 0)
  --host <address>     Address to listen on (default 127.0.0.1)
  --allow-network      Let it listen where other computers reach it; everybody there can do everything
  --url <origin>       What it calls itself, as in its issuer (default: where it listens)
  --state <file>       Begin with what is in this file, and write it there when it stops
  --seed <text>        Make ids and tokens repeatable
  --freeze-at <time>   Let the clock stand still, at 2030-01-01T00:00:00Z for example
  --people <number>    So many more people: person-1 and on, password sandbox
  --allow-real-hosts   Also send authorization codes to redirect URIs on other computers
  --redirect-matching <mode>
                       What a star in a host means, as in https://*.example.com/*: keycloak, nothing,
                       as in a stock Keycloak (default); wildcard, any host below
  --no-device-flow     Do without the device authorization grant (RFC 8628)
  --allow-violations   With exec: list what does not fit, and leave the exit code alone
  --json               Print what is there as one line of JSON, when it is ready
  --help               Show this
  --version            Show the version

Examples:
  sipgate-sandbox
  sipgate-sandbox --port 9000 --state sandbox.json
  sipgate-sandbox exec -- npm test
`;

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'serve'; readonly settings: Settings }
  | { readonly kind: 'exec'; readonly settings: Settings; readonly command: readonly [string, ...string[]] };

export interface Settings {
  readonly sandbox: SandboxOptions & { readonly port: number };
  readonly stateFile?: string;
  readonly json: boolean;
  readonly allowViolations: boolean;
}

/** @throws UsageError for a command line that cannot be understood. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const exec = args[0] === 'exec';
  const end = args.indexOf('--');
  const own = args.slice(exec ? 1 : 0, exec && end !== -1 ? end : undefined);
  const values = valuesOf(own);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  if (!exec && values['allow-violations'] === true) throw new UsageError('--allow-violations goes with exec.');
  const settings = settingsOf(values, exec ? 0 : DEFAULT_PORT);
  if (!exec) return { kind: 'serve', settings };
  const [program, ...rest] = end === -1 ? [] : args.slice(end + 1);
  if (program === undefined || program === '') {
    throw new UsageError('exec needs a command behind two dashes: sipgate-sandbox exec -- npm test');
  }
  return { kind: 'exec', settings, command: [program, ...rest] };
}

type Values = ReturnType<typeof valuesOf>;

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'allow-network': { type: 'boolean' },
        url: { type: 'string' },
        state: { type: 'string' },
        seed: { type: 'string' },
        'freeze-at': { type: 'string' },
        people: { type: 'string' },
        'allow-real-hosts': { type: 'boolean' },
        'redirect-matching': { type: 'string' },
        'no-device-flow': { type: 'boolean' },
        'allow-violations': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // Node's sentence, without its advice about positional arguments that start with a dash.
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

function settingsOf(values: Values, defaultPort: number): Settings {
  const { host, url, seed, state } = values;
  const frozenAt = instantOf(values['freeze-at']);
  if (state === '') throw new UsageError('--state takes the name of a file.');
  return {
    sandbox: {
      port: numberOf('--port', values.port, 65_535) ?? defaultPort,
      people: numberOf('--people', values.people, 999_999) ?? 0,
      allowRealHosts: values['allow-real-hosts'] ?? false,
      allowNetwork: values['allow-network'] ?? false,
      redirectMatching: redirectMatchingOf(values['redirect-matching'] ?? 'keycloak'),
      deviceFlow: !values['no-device-flow'],
      ...(host === undefined ? {} : { host }),
      ...(url === undefined ? {} : { origin: url.replace(/\/$/, '') }),
      ...(seed === undefined ? {} : { seed }),
      ...(frozenAt === undefined ? {} : { frozenAt }),
    },
    ...(state === undefined ? {} : { stateFile: state }),
    json: values.json ?? false,
    allowViolations: values['allow-violations'] ?? false,
  };
}

function redirectMatchingOf(mode: string): RedirectMatching {
  if (mode === 'keycloak' || mode === 'wildcard') return mode;
  throw new UsageError(`--redirect-matching takes keycloak or wildcard, not '${mode}'.`);
}

function numberOf(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(`${option} takes a number from 0 to ${most}, not '${text}'.`);
}

/** Without a zone, times would mean something else on every computer. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (instant >= 0) return instant;
  throw new UsageError(`--freeze-at takes a time as 2030-01-01T00:00:00Z, from 1970 on, not '${text}'.`);
}
