import { randomUUID } from 'node:crypto';
import type { Clock, Connection, ConnectionState, TokenSet, TokenStore } from '@sipgate-kit/core';
import {
  type ConnectionRecord,
  dueOf,
  firstSignIn,
  leased,
  nextSignIn,
  released,
  renewed,
  rotated,
  sameKey,
  sending,
  stateOf,
  withStatus,
} from '@sipgate-kit/core/token-store';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { KeyRotation, KeyRotationOptions } from '../token-sets/key-rotation.ts';
import { openTokenSet, sealTokenSet } from '../token-sets/sealed-token-set.ts';
import { createTokenSetCache } from '../token-sets/token-set-cache.ts';
import type { FiledConnection } from './connection-file.ts';
import { rotateFileKeys } from './file-key-rotation.ts';
import type { Change, FiledConnections } from './filed-connections.ts';

/** A {@link TokenStore} in a file, with a list of what it keeps. */
export interface FileStore extends TokenStore {
  /** All connections, in the order of their sign-in, without opening tokens. */
  list(): Promise<readonly ConnectionState[]>;

  /** Seals everything with the primary key of the key ring that another one sealed. */
  rotateKeys(options?: KeyRotationOptions): Promise<KeyRotation>;
}

interface Dependencies {
  readonly file: FiledConnections;
  readonly keyRing: KeyRing;
  readonly now: Clock;
}

/** More than one person has. */
const CACHED_TOKEN_SETS = 100;

export function createFileStore({ file, keyRing, now }: Dependencies): FileStore {
  const cache = createTokenSetCache(CACHED_TOKEN_SETS);

  const withTokens = async (record: ConnectionRecord, tokenSet: TokenSet): Promise<FiledConnection> => ({
    ...record,
    sealed: await sealTokenSet(keyRing, tokenSet, record),
  });

  async function opened(row: FiledConnection): Promise<Connection> {
    let tokenSet = cache.get(row);
    if (tokenSet === undefined) {
      tokenSet = await openTokenSet(keyRing, row.sealed, row);
      cache.set(row, tokenSet);
    }
    return { ...stateOf(row, now()), tokenSet };
  }

  const rowOf = async (id: string) => (await file.all()).find((row) => row.id === id);

  /** Changes one connection; `step` gives what it becomes, or `undefined` to leave it as it is. */
  const changeOne = <Result>(
    id: string,
    step: (row: FiledConnection | undefined) => Promise<{ result: Result; row?: FiledConnection | undefined }>,
  ): Promise<Result> =>
    file.change(async (rows) => {
      const { result, row } = await step(rows.find((each) => each.id === id));
      return row === undefined ? { result } : { result, rows: rows.map((each) => (each.id === id ? row : each)) };
    });

  const changed = (
    id: string,
    step: (row: FiledConnection | undefined) => FiledConnection | undefined,
  ): Promise<boolean> =>
    changeOne(id, async (before) => {
      const row = step(before);
      return { result: row !== undefined, row };
    });

  return {
    async read(id) {
      const row = await rowOf(id);
      return row && opened(row);
    },

    async readStates(ids) {
      const asked = new Set(ids);
      return (await file.all()).filter(({ id }) => asked.has(id)).map((row) => stateOf(row, now()));
    },

    async listDue(query) {
      const at = now();
      return dueOf(await file.all(), query, at).map((row) => stateOf(row, at));
    },

    async findByKey(key) {
      const row = (await file.all()).find((each) => sameKey(each.key, key));
      return row && stateOf(row, now());
    },

    saveSignIn: (key, tokenSet) =>
      file.change(async (rows): Promise<Change<ConnectionState>> => {
        const before = rows.find((each) => sameKey(each.key, key));
        const at = now();
        const next = before && nextSignIn(before, tokenSet, at);
        if (before !== undefined && next === undefined) return { result: stateOf(before, at) };
        const row = await withTokens(next ?? firstSignIn(randomUUID(), key, tokenSet, at), tokenSet);
        const others = rows.filter((each) => each.id !== row.id);
        return { result: stateOf(row, at), rows: [...others, row] };
      }),

    acquireLease: (id, request) =>
      changeOne(id, async (before) => {
        const { outcome, record } = leased(before, request, now());
        return { result: outcome, row: record };
      }),

    renewLease: (id, request) => changed(id, (row) => renewed(row, request, now())),

    markSending: (id, request) => changed(id, (row) => sending(row, request, now())),

    replace: (id, request) =>
      changeOne(id, async (before): Promise<{ result: ConnectionState | undefined; row?: FiledConnection }> => {
        const record = rotated(before, request, now());
        if (record === undefined) return { result: undefined };
        const row = await withTokens(record, request.tokenSet);
        return { result: stateOf(row, now()), row };
      }),

    async releaseLease(id, request) {
      await changed(id, (row) => released(row, request, now()));
    },

    setStatus: (id, request) => changed(id, (row) => withStatus(row, request, now())),

    remove: (id) =>
      file.change(async (rows): Promise<Change<Connection | undefined>> => {
        const row = rows.find((each) => each.id === id);
        if (row === undefined) return { result: undefined };
        return { result: await opened(row), rows: rows.filter((each) => each.id !== id) };
      }),

    list: async () => (await file.all()).map((row) => stateOf(row, now())),

    rotateKeys: (rotation) => rotateFileKeys({ file, keyRing }, rotation),
  };
}
