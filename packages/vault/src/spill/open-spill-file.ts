import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SipgateKitError, TokenSet, type TokenSetData, type TokenStore, type UnwrittenAnswer } from '@sipgate-kit/core';
import { codeOf, syncFolder, unwritable } from '../private-files.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { seal, open as unseal } from '../sealing/seal.ts';

/** Where answers in hand go when the process ends while the store does not take them. */
export interface SpillFile {
  /** Adds an answer, sealed; it is on the disk when this returns. Goes where a token manager wants its `spill`. */
  write(answer: UnwrittenAnswer): Promise<void>;

  /**
   * Gives every answer to the store, each guarded by its generation, and removes the file when all were taken or came too
   * late. Call it at the start, before anything is refreshed; with no file it does nothing.
   *
   * Throws what the store throws, and `vault_key_missing`: the file then stays for the next call.
   */
  replay(store: Pick<TokenStore, 'read' | 'replace'>): Promise<Replay>;
}

/** What became of the answers of a spill file. */
export interface Replay {
  /** Ids of the connections whose answer the store has now. */
  readonly taken: readonly string[];
  /**
   * Answers that came too late. Where the connection is gone, the person has signed out: revoke them. Where a newer sign-in
   * has overtaken them, let them end by themselves: the two may share one session at the provider, which a revocation
   * would end (rule 8 of the documentation's page on refreshing).
   */
  readonly superseded: readonly UnwrittenAnswer[];
  /** Where lines were put aside that do not open; such as the last one when the power failed while it was written. */
  readonly unreadable?: string;
}

/** A line of the file. */
interface SpilledAnswer {
  readonly connectionId: string;
  readonly generation: number;
  readonly sealed: string;
}

const OWNER_ONLY = 0o600;
/** The ending of a file that is being replayed: what others spill meanwhile goes into a new one. */
const TAKEN = '.replay';

/**
 * The spill file at `path`, made (0600) when the first answer is written.
 *
 * @example
 * const spill = openSpillFile({ path: '/var/lib/my-app/answers.spill', keyRing });
 * await spill.replay(vault.connections);
 * const manager = createTokenManager({ provider, client, store: vault.connections, spill: spill.write });
 */
export function openSpillFile(options: { readonly path: string; readonly keyRing: KeyRing }): SpillFile {
  const { keyRing } = options;
  const path = resolve(options.path);

  async function replayFile(taken: string, store: Pick<TokenStore, 'read' | 'replace'>): Promise<Replay> {
    const text = await readFile(taken, 'utf8').catch(unlessMissing(path));
    const lines = (text ?? '').split('\n').filter((line) => line !== '');
    const stored: string[] = [];
    const superseded: UnwrittenAnswer[] = [];
    let damaged = false;
    for (const line of lines) {
      const answer = await opened(line, keyRing);
      if (answer === undefined) damaged = true;
      else if (await isStored(answer, store)) stored.push(answer.connectionId);
      else superseded.push(answer);
    }
    if (!damaged) {
      await unlink(taken).catch(unlessMissing(path));
      return { taken: stored, superseded };
    }
    const unreadable = `${taken.slice(0, -TAKEN.length)}.unreadable`;
    await rename(taken, unreadable).catch(unlessMissing(path));
    return { taken: stored, superseded, unreadable };
  }

  return {
    async write({ connectionId, generation, tokenSet }) {
      const sealed = await seal(keyRing, JSON.stringify(tokenSet.serialize()), belongsTo({ connectionId, generation }));
      // A line of its own, whatever the one before it has come to.
      await append(path, `\n${JSON.stringify({ connectionId, generation, sealed } satisfies SpilledAnswer)}\n`);
    },

    async replay(store) {
      await rename(path, `${path}.${randomBytes(6).toString('hex')}${TAKEN}`).catch(unlessMissing(path));
      const names = (await readdir(dirname(path)).catch(unlessMissing(path))) ?? [];
      const mine = names.filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith(TAKEN));
      const replays: Replay[] = [];
      for (const name of mine) replays.push(await replayFile(join(dirname(path), name), store));
      const unreadable = replays.find((replay) => replay.unreadable !== undefined)?.unreadable;
      return {
        taken: replays.flatMap((replay) => replay.taken),
        superseded: replays.flatMap((replay) => replay.superseded),
        ...(unreadable === undefined ? {} : { unreadable }),
      };
    },
  };
}

/** Whether the store has the answer, from now on or since before: the write that seemed lost may have arrived. */
async function isStored(
  { connectionId, generation, tokenSet }: UnwrittenAnswer,
  store: Pick<TokenStore, 'read' | 'replace'>,
): Promise<boolean> {
  if ((await store.replace(connectionId, { generation, tokenSet })) !== undefined) return true;
  const present = await store.read(connectionId);
  return present?.tokenSet.accessToken === tokenSet.accessToken;
}

async function opened(line: string, keyRing: KeyRing): Promise<UnwrittenAnswer | undefined> {
  try {
    const { connectionId, generation, sealed } = JSON.parse(line) as SpilledAnswer;
    const text = await unseal(keyRing, sealed, belongsTo({ connectionId, generation }));
    // What opens was sealed by this code: no need to doubt its shape.
    return { connectionId, generation, tokenSet: new TokenSet(JSON.parse(text) as TokenSetData) };
  } catch (error) {
    if (error instanceof SipgateKitError && error.code === 'vault_key_missing') throw error;
    return undefined;
  }
}

const belongsTo = ({ connectionId, generation }: Pick<UnwrittenAnswer, 'connectionId' | 'generation'>) => ({
  purpose: 'spilled answer',
  connectionId,
  generation,
});

async function append(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a', OWNER_ONLY);
    try {
      await file.chmod(OWNER_ONLY);
      await file.appendFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(dirname(path));
  } catch (error) {
    throw unwritable(path, codeOf(error));
  }
}

/** Another process may have replayed the file first. */
function unlessMissing(path: string): (error: unknown) => undefined {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unwritable(path, codeOf(error));
  };
}
