import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionKey, ConnectionState, TokenSet, TokenStore } from '@sipgate-kit/core';
import { replacesStored } from '@sipgate-kit/core/token-store';
import type { Kysely, Selectable } from 'kysely';
import type { KeyRing } from '../sealing/key-ring.ts';
import { openTokenSet, sealTokenSet } from '../token-sets/sealed-token-set.ts';
import type { TokenSetCache } from '../token-sets/token-set-cache.ts';
import {
  instantColumns,
  observations,
  type StateRow,
  stateColumns,
  stateOf,
  statusOf,
  untroubled,
} from './connection-row.ts';
import type { VaultDatabase } from './database.ts';
import { stated } from './stated.ts';
import type { ConnectionsTable, VaultTables } from './tables.ts';

/** What keeps connections and their sealed token sets; {@link createLeases} is the other half of the store. */
export type ConnectionKeeping = Pick<
  TokenStore,
  'read' | 'readStates' | 'findByKey' | 'saveSignIn' | 'replace' | 'remove'
>;

type InstantColumns = ReturnType<typeof instantColumns>;
type Columns<Name extends keyof ConnectionsTable> = Pick<Selectable<ConnectionsTable>, Name>;
type Standing = Partial<Columns<'status' | 'reason'>>;
type Created = Columns<'id' | 'issuer' | 'client_id' | 'subject' | 'sealed' | 'key_id'> & InstantColumns;
type Update = Columns<'id' | 'generation' | 'sealed' | 'key_id'> & InstantColumns & Standing;

interface Dependencies {
  readonly database: VaultDatabase;
  readonly keyRing: KeyRing;
  readonly cache: TokenSetCache;
}

export function createConnectionKeeping({ database, keyRing, cache }: Dependencies): ConnectionKeeping {
  const present = (db: Kysely<VaultTables>) =>
    db
      .selectFrom('vault_connections')
      .select(stateColumns)
      .select(observations(database))
      .where('removed_at', 'is', null);

  type ById = { readonly id: string };
  const readState = stated(database, (db, { id }: ById) => present(db).where('id', '=', id));
  const readSealed = stated(database, (db, { id }: ById) => present(db).select(['sealed']).where('id', '=', id));

  const findRow = stated(database, (db, { issuer, clientId, subject }: ConnectionKey) =>
    present(db)
      .select(['issued_at', 'authenticated_at'])
      .where('issuer', '=', issuer)
      .where('client_id', '=', clientId)
      .where('subject', '=', subject),
  );

  /** `generation` is the one to be replaced; what else is named is set. */
  const update = stated(database, (db, { id, generation, ...changes }: Update) =>
    db
      .updateTable('vault_connections')
      .set({ ...untroubled, ...changes })
      .set(({ eb, ref }) => ({ generation: eb(ref('generation'), '+', 1) }))
      .set({ updated_at: database.leaseNow(), refreshed_at: database.leaseNow() })
      .where('id', '=', id)
      .where('generation', '=', generation)
      .where('removed_at', 'is', null)
      .returning(stateColumns)
      .returning(observations(database)),
  );

  const insert = stated(database, (db, row: Created) =>
    db
      .insertInto('vault_connections')
      .values({
        ...row,
        ...untroubled,
        generation: 1,
        status: 'active',
        reason: null,
        created_at: database.leaseNow(),
        updated_at: database.leaseNow(),
        refreshed_at: database.leaseNow(),
        removed_at: null,
      })
      .onConflict((conflict) =>
        conflict.columns(['issuer', 'client_id', 'subject']).where('removed_at', 'is', null).doNothing(),
      )
      .returning(stateColumns)
      .returning(observations(database)),
  );

  async function openRow(row: StateRow & Pick<Selectable<ConnectionsTable>, 'sealed'>): Promise<Connection> {
    const state = stateOf(row);
    let tokenSet = cache.get(state);
    if (tokenSet === undefined) {
      tokenSet = await openTokenSet(keyRing, row.sealed, state);
      cache.set(state, tokenSet);
    }
    return { ...state, tokenSet };
  }

  /** An opened set of this very generation spares the sealed one, the larger part of the row. */
  async function readConnection(id: string): Promise<Connection | undefined> {
    if (cache.has(id)) {
      const row = await readState({ id });
      if (row === undefined) return undefined;
      const state = stateOf(row);
      const tokenSet = cache.get(state);
      if (tokenSet !== undefined) return { ...state, tokenSet };
    }
    const row = await readSealed({ id });
    return row && openRow(row);
  }

  /** Puts a set in the place of `generation`'s; `undefined` when that is no longer there. */
  async function swap(
    { id, key, generation }: Pick<ConnectionState, 'id' | 'key' | 'generation'>,
    tokenSet: TokenSet,
    standing: Standing,
  ): Promise<ConnectionState | undefined> {
    const sealed = await sealTokenSet(keyRing, tokenSet, { id, key, generation: generation + 1 });
    const keyId = keyRing.primaryId;
    const row = await update({ id, generation, sealed, key_id: keyId, ...standing, ...instantColumns(tokenSet) });
    if (row === undefined) return undefined;
    const state = stateOf(row);
    cache.set(state, tokenSet);
    return state;
  }

  /** `undefined` when somebody else created the connection first. */
  async function create(key: ConnectionKey, tokenSet: TokenSet): Promise<ConnectionState | undefined> {
    const id = randomUUID();
    const sealed = await sealTokenSet(keyRing, tokenSet, { id, key, generation: 1 });
    const { issuer, clientId, subject } = key;
    const whose = { issuer, client_id: clientId, subject };
    const row = await insert({ id, ...whose, sealed, key_id: keyRing.primaryId, ...instantColumns(tokenSet) });
    return row && stateOf(row);
  }

  return {
    read: readConnection,

    async readStates(ids) {
      const rows = await database.run((db) =>
        present(db)
          .where(({ ref }) => database.isOneOf(ref('id'), [...new Set(ids)]))
          .execute(),
      );
      return rows.map(stateOf);
    },

    async findByKey(key) {
      const row = await findRow(key);
      return row && stateOf(row);
    },

    async saveSignIn(key, tokenSet) {
      for (;;) {
        const row = await findRow(key);
        if (row === undefined) {
          const created = await create(key, tokenSet);
          if (created !== undefined) return created;
          continue;
        }
        const { issued_at: issuedAt, authenticated_at } = row;
        const stored = { issuedAt, authenticatedAt: authenticated_at ?? undefined, status: statusOf(row) };
        if (!replacesStored(tokenSet, stored)) return stateOf(row);
        const replaced = await swap(stateOf(row), tokenSet, { status: 'active', reason: null });
        if (replaced !== undefined) return replaced;
      }
    },

    async replace(id, { generation, tokenSet }) {
      const row = await readSealed({ id });
      if (row?.generation !== generation) return undefined;
      return swap(stateOf(row), tokenSet, row.status === 'needs_login' ? { status: 'active', reason: null } : {});
    },

    async remove(id) {
      for (;;) {
        const row = await readSealed({ id });
        if (row === undefined) return undefined;
        const connection = await openRow(row);
        const tombstone = await database.run((db) =>
          db
            .updateTable('vault_connections')
            .set({
              ...untroubled,
              generation: row.generation + 1,
              status: 'removed',
              sealed: '',
              key_id: null,
              subject: '',
              reason: null,
            })
            .set({ removed_at: database.leaseNow() })
            .where('id', '=', id)
            .where('generation', '=', row.generation)
            .where('removed_at', 'is', null)
            .returning('id')
            .executeTakeFirst(),
        );
        if (tombstone !== undefined) return connection;
      }
    },
  };
}
