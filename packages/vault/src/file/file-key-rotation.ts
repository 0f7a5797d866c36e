import { SipgateKitError } from '@sipgate-kit/core';
import type { KeyRing } from '../sealing/key-ring.ts';
import { keyIdOf } from '../sealing/seal.ts';
import type { KeyRotation, KeyRotationOptions } from '../token-sets/key-rotation.ts';
import { openTokenSet, sealTokenSet } from '../token-sets/sealed-token-set.ts';
import type { FiledConnection } from './connection-file.ts';
import type { FiledConnections } from './filed-connections.ts';

/** Seals with the primary key what another one sealed. What was changed meanwhile is left as it was written. */
export async function rotateFileKeys(
  { file, keyRing }: { readonly file: FiledConnections; readonly keyRing: KeyRing },
  { onProgress, batch = 100, signal }: KeyRotationOptions = {},
): Promise<KeyRotation> {
  const foreign = (rows: readonly FiledConnection[]) =>
    rows.filter(({ sealed }) => keyIdOf(sealed) !== keyRing.primaryId);
  const todo = foreign(await file.all());
  const missing = new Set<string>();
  const damaged: string[] = [];
  let resealed = 0;

  async function reseal(row: FiledConnection): Promise<readonly (readonly [before: string, after: string])[]> {
    try {
      return [[row.sealed, await sealTokenSet(keyRing, await openTokenSet(keyRing, row.sealed, row), row)]];
    } catch (error) {
      if (!(error instanceof SipgateKitError)) throw error;
      if (error.code === 'vault_key_missing') missing.add(keyIdOf(row.sealed) ?? '');
      else damaged.push(row.id);
      return [];
    }
  }

  for (let from = 0; from < todo.length && signal?.aborted !== true; from += batch) {
    const changes = new Map((await Promise.all(todo.slice(from, from + batch).map(reseal))).flat());
    resealed += await file.change(async (rows) => ({
      result: rows.filter(({ sealed }) => changes.has(sealed)).length,
      rows: rows.map((row) => ({ ...row, sealed: changes.get(row.sealed) ?? row.sealed })),
    }));
    onProgress?.({ done: Math.min(from + batch, todo.length), total: todo.length });
  }
  const remaining: Record<string, number> = {};
  for (const { sealed } of foreign(await file.all())) {
    const keyId = keyIdOf(sealed) ?? '';
    remaining[keyId] = (remaining[keyId] ?? 0) + 1;
  }
  return { resealed, remaining, missingKeys: [...missing], damaged };
}
