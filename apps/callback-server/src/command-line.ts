import { parseArgs } from 'node:util';
import type { OperatorAction } from './operator-commands.ts';

/** What a command line asks for. */
export type CommandLine =
  | { readonly action: 'help' | 'version' }
  | { readonly action: 'serve'; readonly envFile?: string }
  | {
      readonly action: OperatorAction;
      readonly envFile?: string;
      readonly reason?: string;
      readonly acceptLoss?: boolean;
    }
  | { readonly action: 'misunderstood'; readonly problem: string };

export const HELP = `Usage: sipgate-callback-server [command] [options]

Signs people in with sipgate and keeps their connections alive. It is configured by environment variables, which win
over those in the file .env of the working directory; .env.example in this package lists them all.

Commands, beside running the server:
  rotate-keys             Seal everything with the first of the sealing keys, while servers run; may be stopped and repeated
  pause [--reason <why>]  Send nothing for the connections there are: run it on a restored vault before any server opens it
  resume --accept-loss    End the pause; who was refreshed after the backup has to sign in once more

Options:
  --env-file <path>  Read this file instead of .env
  -h, --help         Show this help
  -v, --version      Show the version

Examples:
  sipgate-callback-server
  sipgate-callback-server rotate-keys --env-file production.env
`;

const OPERATOR_ACTIONS: ReadonlySet<string> = new Set<OperatorAction>(['rotate-keys', 'pause', 'resume']);
const isOperatorAction = (word: string): word is OperatorAction => OPERATOR_ACTIONS.has(word);

/** Reads the arguments behind the command's name. */
export function readCommandLine(commandArguments: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...commandArguments],
      allowPositionals: true,
      options: {
        'accept-loss': { type: 'boolean' },
        reason: { type: 'string' },
        'env-file': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
    if (values.help) return { action: 'help' };
    if (values.version) return { action: 'version' };
    const { 'env-file': envFile, 'accept-loss': acceptLoss, reason } = values;
    const [command, surplus] = positionals;
    if (surplus !== undefined)
      return { action: 'misunderstood', problem: `One command at a time, not also "${surplus}"` };
    const more = { ...(envFile !== undefined && { envFile }) };
    if (command !== undefined && !isOperatorAction(command)) {
      return { action: 'misunderstood', problem: `There is no command "${command}"` };
    }
    if (acceptLoss !== undefined && command !== 'resume') {
      return { action: 'misunderstood', problem: '--accept-loss belongs to "resume"' };
    }
    if (reason !== undefined && command !== 'pause') {
      return { action: 'misunderstood', problem: '--reason belongs to "pause"' };
    }
    if (command === undefined) return { action: 'serve', ...more };
    return {
      action: command,
      ...more,
      ...(acceptLoss !== undefined && { acceptLoss }),
      ...(reason !== undefined && { reason }),
    };
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split(/[.\n]/, 1)[0] ?? '') : '';
    return { action: 'misunderstood', problem };
  }
}
