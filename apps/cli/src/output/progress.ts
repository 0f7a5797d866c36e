import type { View } from './output.ts';

/** Something under way. */
export interface Progress {
  /** Says something else from now on. */
  update(text: string): void;
  /** It is over; a spinner disappears. */
  done(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const CLEAR_LINE = '\r\u001b[2K';

/** A spinner on a terminal; elsewhere nothing, since only a person waits. */
export function startProgress(stderr: NodeJS.WriteStream, first: string, view: View): Progress {
  if (!view.terminal) return { update: () => undefined, done: () => undefined };
  let text = first;
  let frame = 0;
  const draw = () => {
    stderr.write(
      `${CLEAR_LINE}${view.colors.cyan(FRAMES[frame % FRAMES.length] ?? '')} ${text}`.slice(0, view.width + 20),
    );
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  return {
    update(next) {
      text = next;
    },
    done() {
      clearInterval(timer);
      stderr.write(CLEAR_LINE);
    },
  };
}
