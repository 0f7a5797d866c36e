import type { ChildProcess } from 'node:child_process';
import type { Clock, Fetch } from '@sipgate-kit/core';
import type { KeyRing } from '@sipgate-kit/vault/sealing';
import type { CommandTree } from './command.ts';
import type { GlobalArguments } from './global-options.ts';
import type { Output } from './output/output.ts';
import type { Prompts } from './prompts/prompts.ts';
import type { Paths } from './settings/paths.ts';
import type { Settings } from './settings/settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the program was started with: handed in, so that nothing below reaches for the process. */
export interface Host {
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly now: Clock;
  /** Begins to look for a newer version, in a process that nobody waits for; what it finds goes into the file. */
  readonly checkForUpdate: (file: string) => void;
  /** Starts the process that talks to the keyring of the system, by its stdin and stdout. */
  readonly startKeyring: () => ChildProcess;
}

/** What every command works with. */
export interface Cli {
  readonly host: Host;
  readonly globals: GlobalArguments;
  /** All commands there are. */
  readonly tree: CommandTree;
  readonly output: Output;
  /** Asks the person, where there is one. */
  readonly prompts: Prompts;
  readonly paths: Paths;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** The settings of the profile in use; read once, on first use. */
  settings(): Promise<Settings>;
  /** Sends every request of the program: through the proxy that the environment names, within the time-out. */
  fetch(): Promise<Fetch>;
  /** What seals the sign-ins; opened once, on first use, and moved then to where the setting `keyring` wants it. */
  keys(): Promise<KeyRing>;
  /** Whether the keyring of the system can be used; throws `keyring_unavailable` when not. */
  proveKeyring(): Promise<void>;
}
