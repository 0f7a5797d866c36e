import type { Cli } from './cli.ts';

/** A switch. `negative` ones are on unless `--no-…` is said. */
export interface FlagOption {
  readonly kind: 'flag';
  readonly summary: string;
  readonly alias?: string;
  readonly negative?: true;
  /** Still works, and says this instead on stderr: `use --reveal-secret`. */
  readonly deprecated?: string;
}

/** Something to say, once. */
export interface TextOption {
  readonly kind: 'text';
  readonly summary: string;
  /** What stands for the value in help: `id`, `file`, `url`. */
  readonly value: string;
  readonly alias?: string;
  readonly choices?: readonly string[];
  readonly deprecated?: string;
}

/** A whole number, once. */
export interface NumberOption {
  readonly kind: 'number';
  readonly summary: string;
  readonly value: string;
  readonly alias?: string;
  readonly deprecated?: string;
}

/** Something to say any number of times. */
export interface ListOption {
  readonly kind: 'list';
  readonly summary: string;
  readonly value: string;
  readonly alias?: string;
  readonly choices?: readonly string[];
  readonly deprecated?: string;
}

export type Option = FlagOption | TextOption | NumberOption | ListOption;
/** By name, as it is written on the command line without its dashes: `client-id`. */
export type Options = Readonly<Record<string, Option>>;

/** What stands without dashes, in order. */
export interface Positional {
  readonly name: string;
  readonly summary: string;
  readonly required?: true;
  /** Takes all that follow; only the last one can. */
  readonly many?: true;
  readonly choices?: readonly string[];
}

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type OptionValue<O extends Option> = O extends { kind: 'flag' }
  ? boolean
  : O extends { kind: 'list' }
    ? readonly string[]
    : (O extends { kind: 'number' } ? number : string) | undefined;

type PositionalValue<P extends Positional> = P extends { many: true }
  ? readonly string[]
  : P extends { required: true }
    ? string
    : string | undefined;

/** What a handler gets, from the command's own options and positionals: `client-id` is `clientId`. */
export type Arguments<Own extends Options, Places extends readonly Positional[] = readonly []> = {
  readonly [Name in keyof Own & string as Camel<Name>]: OptionValue<Own[Name]>;
} & {
  readonly [Place in Places[number] as Camel<Place['name']>]: PositionalValue<Place>;
};

/** Does a command's work. What it throws becomes the message and the exit code. */
export type Handler<Own extends Options, Places extends readonly Positional[] = readonly []> = (
  args: Arguments<Own, Places>,
  cli: Cli,
) => Promise<void>;

/** One command: all that help, completion, the documentation and the parser know of it. */
export interface Command {
  /** The words to type: `clients list`. */
  readonly name: string;
  /** One line, imperative, without a full stop. */
  readonly summary: string;
  /** What else to know, in whole sentences. */
  readonly description?: string;
  readonly positionals: readonly Positional[];
  readonly options: Options;
  readonly examples: readonly string[];
  /** What `--json` prints, for people: `[{ clientId, name, … }]`. */
  readonly json?: string;
  /** Loaded only when the command runs, so that help stays fast. */
  readonly load: () => Promise<(args: never, cli: Cli) => Promise<void>>;
}

/**
 * Describes a command. Its handler stands in a file of its own, typed by the same options.
 *
 * @example
 * export const options = { 'reveal-secret': { kind: 'flag', summary: 'Show the secret' } } as const satisfies Options;
 * export default defineCommand({ name: 'clients get', summary: 'Show an OAuth client', options, …,
 *   load: async () => (await import('./get.handler.ts')).default });
 * // get.handler.ts
 * const get: Handler<typeof options> = async ({ revealSecret }, cli) => { … };
 */
export function defineCommand(
  command: Omit<Command, 'positionals' | 'options'> & Partial<Pick<Command, 'positionals' | 'options'>>,
): Command {
  return { positionals: [], options: {}, ...command };
}

/** Words that several commands share: `clients`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
}

/** Every command and every group, in the order of the help. */
export interface CommandTree {
  readonly groups: readonly CommandGroup[];
  readonly commands: readonly Command[];
}

/** `client-id` as handlers write it: `clientId`. */
export function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
