import { SipgateKitError } from '@sipgate-kit/core';
import type { Kysely } from 'kysely';
import type { KeyRing } from '../sealing/key-ring.ts';
import { keyIdOf, open, seal } from '../sealing/seal.ts';
import type { KeyRotation, KeyRotationOptions } from '../token-sets/key-rotation.ts';
import { openTokenSet, sealTokenSet } from '../token-sets/sealed-token-set.ts';
import { keyOf } from './connection-row.ts';
import type { VaultDatabase } from './database.ts';
import type { VaultTables } from './tables.ts';
import { transactionBelongsTo } from './transactions.ts';

const TABLES = ['vault_connections', 'vault_transactions'] as const;
type SealedTable = (typeof TABLES)[number];

/** An entry to be sealed anew, and how. */
interface Entry {
  readonly id: string;
  readonly sealed: string;
  reseal(): Promise<string>;
}

/**
 * Seals with the primary key whatever another one sealed, batch by batch in the order of ids, while others work with the
 * vault: an entry that was written meanwhile is left as it was written.
 */
export async function rotateKeys(
  { database, keyRing }: { readonly database: VaultDatabase; readonly keyRing: KeyRing },
  { onProgress, batch = 100, signal }: KeyRotationOptions = {},
): Promise<KeyRotation> {
  const others = Object.entries(await entriesByKey(database)).filter(([keyId]) => keyId !== keyRing.primaryId);
  const total = others.reduce((sum, [, count]) => sum + count, 0);
  const missing = new Set<string>();
  const damaged: string[] = [];
  let done = 0;
  let resealed = 0;

  async function resealOne({ id, sealed, reseal }: Entry, table: SealedTable) {
    try {
      return [{ id, before: sealed, after: await reseal() }];
    } catch (error) {
      if (!(error instanceof SipgateKitError)) throw error;
      if (error.code === 'vault_key_missing') missing.add(keyIdOf(sealed) ?? '');
      else if (table === 'vault_connections') damaged.push(id);
      return [];
    }
  }

  async function resealAll(table: SealedTable, keyId: string): Promise<void> {
    for (let after = ''; signal?.aborted !== true; ) {
      const entries = await readBatch(database, keyRing, { table, keyId, after, batch });
      const last = entries.at(-1);
      if (last === undefined) return;
      const changes = (await Promise.all(entries.map((entry) => resealOne(entry, table)))).flat();
      resealed += await database.transaction((db) => write(db, { table, primaryId: keyRing.primaryId, changes }));
      done += entries.length;
      onProgress?.({ done, total: Math.max(total, done) });
      after = last.id;
    }
  }

  for (const [keyId, count] of others) {
    if (keyId !== '' && keyRing.key(keyId) === undefined) {
      missing.add(keyId);
      done += count;
      continue;
    }
    for (const table of TABLES) await resealAll(table, keyId);
  }
  const { [keyRing.primaryId]: _, ...remaining } = await entriesByKey(database);
  return { resealed, remaining, missingKeys: [...missing], damaged };
}

/** How many entries each key has sealed, key by key along an index; an empty id for those that only say so inside. */
export async function entriesByKey(database: VaultDatabase): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    for (let keyId = await nextKey(database, table); keyId !== null; keyId = await nextKey(database, table, keyId)) {
      const id = keyId;
      const { count } = await database.run((db) =>
        db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('key_id', '=', id)
          .executeTakeFirstOrThrow(),
      );
      counts[id] = (counts[id] ?? 0) + Number(count);
    }
  }
  return counts;
}

async function nextKey(database: VaultDatabase, table: SealedTable, after?: string): Promise<string | null> {
  const { first } = await database.run((db) =>
    db
      .selectFrom(table)
      .select(({ fn }) => fn.min('key_id').as('first'))
      .$if(after !== undefined, (query) => query.where('key_id', '>', after ?? ''))
      .executeTakeFirstOrThrow(),
  );
  return first;
}

async function readBatch(
  database: VaultDatabase,
  keyRing: KeyRing,
  { table, keyId, after, batch }: { table: SealedTable; keyId: string; after: string; batch: number },
): Promise<readonly Entry[]> {
  if (table === 'vault_transactions') {
    const rows = await database.run((db) =>
      db
        .selectFrom(table)
        .select(['id', 'browser', 'expires_at', 'sealed'])
        .where('key_id', '=', keyId)
        .where('id', '>', after)
        .orderBy('id')
        .limit(batch)
        .execute(),
    );
    return rows.map((row) => {
      const place = transactionBelongsTo(row);
      return { ...row, reseal: async () => seal(keyRing, await open(keyRing, row.sealed, place), place) };
    });
  }
  const rows = await database.run((db) =>
    db
      .selectFrom(table)
      .select(['id', 'issuer', 'client_id', 'subject', 'generation', 'sealed'])
      .where('key_id', '=', keyId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(batch)
      .execute(),
  );
  return rows.map((row) => {
    const place = { id: row.id, key: keyOf(row), generation: row.generation };
    return { ...row, reseal: async () => sealTokenSet(keyRing, await openTokenSet(keyRing, row.sealed, place), place) };
  });
}

/** Writes what still is as it was read, and tells how many that were. */
async function write(
  db: Kysely<VaultTables>,
  {
    table,
    primaryId,
    changes,
  }: {
    table: SealedTable;
    primaryId: string;
    changes: readonly { readonly id: string; readonly before: string; readonly after: string }[];
  },
): Promise<number> {
  let written = 0;
  for (const { id, before, after } of changes) {
    const { numUpdatedRows } = await db
      .updateTable(table)
      .set({ sealed: after, key_id: primaryId })
      .where('id', '=', id)
      .where('sealed', '=', before)
      .executeTakeFirst();
    written += Number(numUpdatedRows);
  }
  return written;
}
