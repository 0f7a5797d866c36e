import { parseArgs } from 'node:util';

/** What a command line asks for. */
export type CommandLine =
  | { readonly action: 'help' | 'version' }
  | { readonly action: 'serve'; readonly envFile?: string }
  | { readonly action: 'misunderstood'; readonly problem: string };

export const HELP = `Usage: sipgate-callback-server [options]

Signs people in with sipgate and keeps their connections alive. It is configured by environment variables, which win
over those in the file .env of the working directory; .env.example in this package lists them all.

Options:
  --env-file <path>  Read this file instead of .env
  -h, --help         Show this help
  -v, --version      Show the version
`;

/** Reads the arguments behind the command's name. */
export function readCommandLine(commandArguments: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...commandArguments],
      options: {
        'env-file': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
    if (values.help) return { action: 'help' };
    if (values.version) return { action: 'version' };
    const envFile = values['env-file'];
    return { action: 'serve', ...(envFile !== undefined && { envFile }) };
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split(/[.\n]/, 1)[0] ?? '') : '';
    return { action: 'misunderstood', problem };
  }
}
