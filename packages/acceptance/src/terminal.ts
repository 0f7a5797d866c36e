import pty from '@lydell/node-pty';
import headless from '@xterm/headless';

/** How a piece of text looks; colours are the terminal's sixteen, by number. */
export interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly color?: number;
}

/** Text of one look. */
export interface Run {
  readonly text: string;
  readonly style: Style;
}

/** A line of the screen, from left to right. */
export type ScreenLine = readonly Run[];

/** A program in a terminal: what a person would see, and what they type. */
export interface Terminal {
  /** Resolves with the first match on the screen; rejects with the screen when the program ends without it. */
  shows(pattern: RegExp): Promise<RegExpMatchArray>;
  type(text: string): void;
  /** The exit code, and everything that stands on the screen then. */
  readonly ended: Promise<{ readonly code: number; readonly lines: readonly ScreenLine[] }>;
}

const ROWS = 200;

/** Starts a program in a terminal of its own. */
export function openTerminal(
  program: string,
  args: readonly string[],
  { env, cwd, columns = 100 }: { env: Record<string, string>; cwd: string; columns?: number },
): Terminal {
  const screen = new headless.Terminal({ cols: columns, rows: ROWS, allowProposedApi: true });
  const child = pty.spawn(program, [...args], { name: 'xterm-256color', cols: columns, rows: ROWS, cwd, env });
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of [...waiting]) check();
  };
  child.onData((data) => screen.write(data, look));
  let over = false;
  const ended = new Promise<{ code: number; lines: readonly ScreenLine[] }>((resolve) => {
    child.onExit(({ exitCode }) =>
      // What was printed last may still be on its way to the screen.
      setImmediate(() =>
        screen.write('', () => {
          over = true;
          look();
          resolve({ code: exitCode, lines: linesOf(screen) });
        }),
      ),
    );
  });

  return {
    ended,
    type: (text) => child.write(text),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const text = linesOf(screen).map(textOf).join('\n');
          const match = pattern.exec(text);
          if (match === null && !over) return;
          waiting.delete(check);
          if (match !== null) resolve(match);
          else reject(new Error(`The program ended without showing ${pattern}:\n${text}`));
        };
        waiting.add(check);
        check();
      }),
  };
}

export const textOf = (line: ScreenLine): string => line.map(({ text }) => text).join('');

/** The screen down to its last line with something on it; a long line that was broken is one again. */
function linesOf(screen: InstanceType<typeof headless.Terminal>): readonly ScreenLine[] {
  const buffer = screen.buffer.active;
  const lines: Run[][] = [];
  for (let row = 0; row < buffer.length; row += 1) {
    const line = buffer.getLine(row);
    const runs: Run[] = line?.isWrapped ? (lines.pop() ?? []) : [];
    for (let column = 0; column < screen.cols; column += 1) {
      const cell = line?.getCell(column);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const style: Style = {
        bold: cell.isBold() !== 0,
        dim: cell.isDim() !== 0,
        ...(cell.isFgPalette() && { color: cell.getFgColor() }),
      };
      const last = runs.at(-1);
      const text = cell.getChars() || ' ';
      if (last !== undefined && sameStyle(last.style, style)) runs[runs.length - 1] = { text: last.text + text, style };
      else runs.push({ text, style });
    }
    lines.push(withoutEnd(runs));
  }
  while (lines.length > 0 && textOf(lines.at(-1) ?? []) === '') lines.pop();
  return lines;
}

const sameStyle = (a: Style, b: Style) => a.bold === b.bold && a.dim === b.dim && a.color === b.color;

/** Without the empty cells on the right. */
function withoutEnd(runs: readonly Run[]): Run[] {
  const kept = [...runs];
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const text = last.text.trimEnd();
    if (text !== '') return [...kept, { ...last, text }];
  }
  return [];
}
