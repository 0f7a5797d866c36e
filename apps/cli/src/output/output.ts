import type { Host } from '../cli.ts';
import type { GlobalArguments } from '../global-options.ts';
import { type Colors, colorsFor } from './colors.ts';
import type { Column } from './list.ts';
import { createProgressLine, type Progress } from './progress.ts';

/** How data look to people. `width` is the terminal's, in columns. */
export interface View {
  readonly colors: Colors;
  /** Whether a person reads this; otherwise a program may. */
  readonly terminal: boolean;
  /** Whether it is a terminal that can draw over what it has drawn. */
  readonly animated: boolean;
  readonly width: number;
}

/**
 * Everything the program says. Data go to stdout and nothing else does; notes, warnings and progress go to stderr.
 */
export interface Output {
  /** Whether data are printed as JSON. */
  readonly json: boolean;
  /** How things on stdout may look. */
  readonly view: View;
  /** How things on stderr may look. */
  readonly noteView: View;
  /** The result of a command: as JSON with `--json`, else as `show` writes it. */
  data<Data>(data: Data, show: (data: Data, view: View) => string | Promise<string>): Promise<void>;
  /** A list: JSON, a table on a terminal, or one record per line with tabs. `empty` goes to stderr when there is nothing. */
  list<Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): Promise<void>;
  /** Text for a program to read, as it is: a token, a script. */
  raw(text: string): void;
  /** What was done, or what to do next; for people. */
  note(text: string): void;
  warn(text: string): void;
  /** Only with `--debug`. */
  debug(text: string): void;
  /** Says what is waited for, with a spinner on a terminal; end it with `done()`. */
  progress(text: string): Progress;
}

export function createOutput(host: Host, globals: GlobalArguments): Output {
  const { stdout, stderr } = host;
  const view = viewOf(host, globals, stdout);
  const noteView = viewOf(host, globals, stderr);
  const progressLine = createProgressLine(stderr, noteView);
  const write = (text: string) => {
    progressLine.clear();
    stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  const say = (text: string) => {
    progressLine.clear();
    stderr.write(`${text}\n`);
  };
  const json = (data: unknown) => write(JSON.stringify(data, undefined, 2) ?? 'null');

  return {
    json: globals.json,
    view,
    noteView,
    async data(data, show) {
      if (globals.json) json(data);
      else write(await show(data, view));
    },
    async list(rows, columns, empty) {
      if (globals.json) return void json(rows);
      if (rows.length === 0) return void say(empty);
      const { listText } = await import('./list.ts');
      write(await listText(rows, columns, view));
    },
    raw: write,
    note: say,
    warn: (text) => say(`${noteView.colors.yellow('Warning:')} ${text}`),
    debug: (text) => (globals.debug ? say(noteView.colors.dim(text)) : undefined),
    progress: progressLine.start,
  };
}

function viewOf({ env }: Host, globals: GlobalArguments, stream: NodeJS.WriteStream): View {
  const terminal = stream.isTTY === true;
  return {
    colors: colorsFor(env, globals.color, terminal),
    terminal,
    animated: terminal && env['TERM'] !== 'dumb',
    width: stream.columns ?? 80,
  };
}
