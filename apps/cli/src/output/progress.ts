import type { View } from './output.ts';

/** Something under way. */
export interface Progress {
  /** Says something else from now on. */
  update(text: string): void;
  /** It is over; its spinner disappears. */
  done(): void;
}

/** The line on stderr that says what is under way: one, however many things are. */
export interface ProgressLine {
  start(text: string): Progress;
  /** Makes room for something that is printed now. */
  clear(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
/** Of the spinner and the space after it, and one so that the terminal does not wrap. */
const MARGIN = 3;

/** A spinner on a terminal, with what began first; elsewhere nothing, since only a person watches. */
export function createProgressLine(stderr: NodeJS.WriteStream, view: View): ProgressLine {
  if (!view.animated)
    return { start: () => ({ update: () => undefined, done: () => undefined }), clear: () => undefined };
  const underWay: { text: string }[] = [];
  let frame = 0;
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  // Without escape codes, so that NO_COLOR gets what it asks for.
  const clear = () => {
    if (drawn > 0) stderr.write(`\r${' '.repeat(drawn)}\r`);
    drawn = 0;
  };
  const draw = () => {
    const text = (underWay[0]?.text ?? '').slice(0, view.width - MARGIN);
    clear();
    stderr.write(`${view.colors.cyan(FRAMES[frame % FRAMES.length] ?? '')} ${text}`);
    drawn = text.length + 2;
    frame += 1;
  };
  return {
    clear,
    start(first) {
      const own = { text: first };
      underWay.push(own);
      if (timer === undefined) {
        timer = setInterval(draw, FRAME_MS).unref();
        draw();
      }
      return {
        update(text) {
          own.text = text;
        },
        done() {
          const at = underWay.indexOf(own);
          if (at === -1) return;
          underWay.splice(at, 1);
          if (underWay.length > 0) return;
          clear();
          clearInterval(timer);
          timer = undefined;
        },
      };
    },
  };
}
