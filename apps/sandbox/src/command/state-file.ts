import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import type { Snapshot } from '../control/snapshot-schema.ts';
import type { Sandbox } from '../sandbox.ts';

/** A file that holds no state of a sandbox, or cannot be read or written. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/** Puts back what is in a file. One that is not there yet is a sandbox's first start. The file is left as it is. */
export async function loadState(sandbox: Sandbox, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new StateFileError(`The state file ${file} cannot be read (${error.code}).`);
  });
  if (text === undefined) return;
  try {
    sandbox.restore(await snapshotIn(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateFileError(
      `The state file ${file} holds no state of a sandbox: ${reason}\nGive another file, or delete this one to begin anew.`,
    );
  }
}

async function snapshotIn(text: string): Promise<Snapshot> {
  const { snapshotSchema } = await import('../control/snapshot-schema.ts');
  const { problemOf } = await import('../control/problem-schema.ts');
  const parsed = snapshotSchema.safeParse(jsonIn(text));
  if (!parsed.success) throw problemOf(parsed.error);
  return parsed.data;
}

/** Node's own sentence would quote from the file. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}

/** Writes everything the sandbox knows to a file that only its owner can read: it is full of secrets. */
export async function saveState(sandbox: Sandbox, file: string): Promise<void> {
  const text = `${JSON.stringify(sandbox.snapshot(), undefined, 1)}\n`;
  await writeFileAtomic(file, text, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new StateFileError(`The state file ${file} cannot be written (${error.code}).`);
  });
}
