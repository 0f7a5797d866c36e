import { createInterface } from 'node:readline';

/**
 * The first lines of what a script writes to stdin, without waiting for more than are wanted; fewer when it ends
 * earlier. Line ends of Windows and a byte-order mark are taken off.
 */
export async function firstLines(
  stdin: NodeJS.ReadStream,
  count: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const reader = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY, signal });
  try {
    for await (const line of reader) {
      lines.push(line.replace(/^\uFEFF/, '').trim());
      if (lines.length === count) break;
    }
  } finally {
    reader.close();
    // Whoever keeps the pipe open must not keep the program from ending.
    stdin.destroy();
  }
  return lines;
}
