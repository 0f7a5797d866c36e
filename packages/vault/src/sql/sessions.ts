import { randomBytes } from 'node:crypto';
import type { Clock } from '@sipgate-kit/core';
import type { Insertable, Selectable } from 'kysely';
import type { VaultDatabase } from './database.ts';
import { digest } from './digest.ts';
import { stated } from './stated.ts';
import type { SessionsTable } from './tables.ts';

/** A browser that is signed in. Instants are milliseconds since the epoch, by the application's clock. */
export interface Session {
  readonly connectionId: string;
  readonly createdAt: number;
  /** To the minute. */
  readonly lastSeenAt: number;
}

/** How long sessions live, in milliseconds. */
export interface SessionLifetimes {
  /** Without a request. Default 7 days. */
  readonly idleMs: number;
  /** In all. Default 30 days. */
  readonly absoluteMs: number;
}

/** Browser sessions. The id is known to the browser alone: the vault keeps its SHA-256. */
export interface Sessions {
  /** Makes a session and returns its id, 256 bits of randomness in base64url. To rotate: create, then delete. */
  create(session: { readonly connectionId: string }): Promise<string>;

  /** The session while it lives; `undefined` for unknown, expired and deleted ones alike. Counts as a sign of life. */
  read(sessionId: string): Promise<Session | undefined>;

  delete(sessionId: string): Promise<void>;

  /** Signs every browser out of a connection. */
  deleteByConnection(connectionId: string): Promise<void>;
}

interface Dependencies {
  readonly database: VaultDatabase;
  readonly now: Clock;
  readonly lifetimes: SessionLifetimes;
}

const ID_BYTES = 32;
/** A session that was read is written again no more often than this. */
const TOUCH_EVERY_MS = 60_000;

export function createSessions({ database, now, lifetimes }: Dependencies): Sessions {
  const expiry = (createdAt: number, lastSeenAt: number) =>
    Math.min(lastSeenAt + lifetimes.idleMs, createdAt + lifetimes.absoluteMs);

  /** Writes the sign of life, unless another request has just done so. */
  async function touch(
    row: Pick<Selectable<SessionsTable>, 'id' | 'created_at' | 'last_seen_at'>,
    at: number,
  ): Promise<void> {
    await database.unsynced.run((db) =>
      db
        .updateTable('vault_sessions')
        .set({ last_seen_at: at, expires_at: expiry(row.created_at, at) })
        .where('id', '=', row.id)
        .where('last_seen_at', '=', row.last_seen_at)
        .execute(),
    );
  }

  const insert = stated(
    database,
    (db, row: Insertable<SessionsTable>) => db.insertInto('vault_sessions').values(row),
    database.unsynced,
  );

  const find = stated(
    database,
    (db, { id, at }: { readonly id: string; readonly at: number }) =>
      db
        .selectFrom('vault_sessions')
        .select(['id', 'connection_id', 'created_at', 'last_seen_at'])
        .where('id', '=', id)
        .where('expires_at', '>', at),
    database.unsynced,
  );

  return {
    async create({ connectionId }) {
      const sessionId = randomBytes(ID_BYTES).toString('base64url');
      const at = now();
      await insert({
        id: digest(sessionId),
        connection_id: connectionId,
        created_at: at,
        last_seen_at: at,
        expires_at: expiry(at, at),
      });
      return sessionId;
    },

    async read(sessionId) {
      const at = now();
      const row = await find({ id: digest(sessionId), at });
      if (row === undefined) return undefined;
      const seen = at - row.last_seen_at >= TOUCH_EVERY_MS;
      if (seen) await touch(row, at);
      return { connectionId: row.connection_id, createdAt: row.created_at, lastSeenAt: seen ? at : row.last_seen_at };
    },

    async delete(sessionId) {
      await database.run((db) => db.deleteFrom('vault_sessions').where('id', '=', digest(sessionId)).execute());
    },

    async deleteByConnection(connectionId) {
      await database.run((db) => db.deleteFrom('vault_sessions').where('connection_id', '=', connectionId).execute());
    },
  };
}
