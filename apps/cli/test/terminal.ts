import pty from '@lydell/node-pty';
import { BIN, type Desk } from './run-cli.ts';

/** The built command in a terminal: what it writes there, and what a person types. */
export interface Terminal {
  /** Everything written so far, without colours and cursor movements. */
  readonly text: string;
  /** Everything written so far, as it was written. */
  readonly raw: string;
  /** Resolves with the first match; rejects when the program ends without it. */
  shows(pattern: RegExp): Promise<RegExpMatchArray>;
  type(text: string): void;
  /** The exit code. */
  readonly ended: Promise<number>;
}

/** What a terminal is told that nobody reads. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
const SEQUENCES = /\u001b\[[0-9;?]*[A-Za-z]|\u001b[=>]|\r/g;

/** Starts the built command in a terminal of its own; wide, so that no address is broken into lines. */
export function openTerminal(
  { env, home }: Desk,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Terminal {
  const child = pty.spawn(process.execPath, [BIN, ...args], {
    name: 'xterm-256color',
    cols: 2_000,
    rows: 100,
    cwd: home,
    env: { ...env, ...more },
  });
  const waiting = new Set<() => void>();
  let raw = '';
  let over = false;
  const look = () => {
    for (const check of [...waiting]) check();
  };
  child.onData((data) => {
    raw += data;
    look();
  });
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => {
      // What was written last may come after the news of the end.
      setImmediate(() => {
        over = true;
        look();
        resolve(exitCode);
      });
    });
  });
  const text = () => raw.replaceAll(SEQUENCES, '');

  return {
    get text() {
      return text();
    },
    get raw() {
      return raw;
    },
    ended,
    type: (typed) => child.write(typed),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(text());
          if (match === null && !over) return;
          waiting.delete(check);
          if (match !== null) resolve(match);
          else reject(new Error(`The program ended without showing ${pattern}:\n${text()}`));
        };
        waiting.add(check);
        check();
      }),
  };
}
