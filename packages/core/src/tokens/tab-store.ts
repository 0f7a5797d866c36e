/**
 * A token store for browser apps without a server: every tab has a copy in its memory, and nothing is ever on a disk.
 *
 * @module
 */
import { SipgateKitError } from '../errors.ts';
import { type Wait, waitOnTimer } from '../runtime.ts';
import { createRecordStore, type Row } from './record-store.ts';
import { createTurns, lostTurn } from './tab-turns.ts';
import { TokenSet, type TokenSetData } from './token-set.ts';
import type { ConnectionState, TokenStore } from './token-store.ts';

/** What {@link createTabTokenStore} can be told. */
export interface TabTokenStoreOptions {
  /** Tabs that use the same name share; two apps on one origin take two names. Default `sipgate-kit`. */
  readonly name?: string;
  /** The store's clock, milliseconds since the epoch, the same in all tabs. Default `Date.now`. */
  readonly now?: () => number;
  /** Default `navigator.locks`, which browsers offer on https and on localhost. */
  readonly locks?: LockManager;
  readonly wait?: Wait;
}

/** A {@link TokenStore} that the tabs of one origin share. */
export interface TabTokenStore extends TokenStore {
  /** The connections some tab has: what a new tab finds when the person is signed in already. */
  list(): Promise<readonly ConnectionState[]>;
  /** Calls `listener` after every change, whichever tab made it. Returns what ends that. */
  onChange(listener: () => void): () => void;
  /** Leaves the other tabs. What only this tab had is gone. */
  close(): void;
}

/** A row that can be posted to another tab. */
type PostedRow = Omit<Row, 'tokenSet'> & { readonly tokenSet: TokenSetData };

/** Everything there is, numbered. `writer` decides between two copies of one number, which only a theft can make. */
interface Copy {
  readonly version: number;
  readonly writer: string;
  readonly rows: readonly PostedRow[];
}

type Message = { readonly kind: 'copy'; readonly copy: Copy } | { readonly kind: 'ask'; readonly version: number };

/** How long siblings have to answer: one that is awake does so within milliseconds. */
const ANSWER_MS = 2_000;

/**
 * Makes a {@link TabTokenStore}. Pass it to `createTokenManager` in every tab: all of them together refresh once.
 *
 * Every change happens under a Web Lock, on the newest copy, and is posted to the others by BroadcastChannel before the
 * lock is let go. Which copy is the newest can be seen even if its maker is silent: each tab holds a shared lock that is
 * named after the version it has, and the browser frees that lock when the tab goes. The lock is held for the moment of a
 * change only; the right to refresh stands in the record, with a deadline, so that a frozen tab cannot keep it.
 *
 * Close it when the page is left (`pagehide`). A page that comes back out of the browser's cache (`pageshow`, `persisted`)
 * has missed what happened meanwhile: reload it.
 *
 * Scripts of the same origin can listen to the channel, as they could read any other memory of the page.
 *
 * @throws SipgateKitError `invalid_configuration` where the browser has no Web Locks; the methods throw `store_unavailable`
 * after {@link TabTokenStore.close}, and (retryable) when another tab took over because this one slept.
 * @example
 * const store = createTabTokenStore();
 * const [connection] = await store.list();
 * const manager = createTokenManager({ provider, client, store });
 */
export function createTabTokenStore(options: TabTokenStoreOptions = {}): TabTokenStore {
  const { name = 'sipgate-kit', now = Date.now, wait = waitOnTimer } = options;
  const locks = options.locks ?? globalThis.navigator?.locks;
  if (locks === undefined) throw withoutLocks();
  const self = crypto.randomUUID();
  const channel = new BroadcastChannel(name);
  const listeners = new Set<() => void>();
  const arrivals = new Set<() => void>();
  const versionLock = `${name} version `;

  const takeTurn = createTurns(name, locks, wait);

  let version = 0;
  /** The newest version that its holder does not give away: it sleeps, and is not waited for again. */
  let withheld = 0;
  let writer = '';
  let rows: ReadonlyMap<string, Row> = new Map();
  let letGo: (() => void) | undefined;
  let closed = false;

  const post = (message: Message) => channel.postMessage(message);

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'ask') {
      if (data.version < version) post({ kind: 'copy', copy: copied() });
      return;
    }
    const { copy } = data;
    if (copy.version < version || (copy.version === version && copy.writer <= writer)) return;
    keep(copy.version, copy.writer, new Map(copy.rows.map((row) => [row.id, opened(row)])));
    void hold(copy.version);
    for (const arrived of arrivals) arrived();
  });

  function copied(): Copy {
    return { version, writer, rows: [...rows.values()].map((row) => ({ ...row, tokenSet: row.tokenSet.serialize() })) };
  }

  function keep(nextVersion: number, nextWriter: string, nextRows: ReadonlyMap<string, Row>): void {
    version = nextVersion;
    writer = nextWriter;
    rows = nextRows;
    // Not now: a listener that throws would keep the others from hearing of the change.
    for (const listener of listeners) queueMicrotask(listener);
  }

  /** Shows the others which version this tab has; resolves once they can see it. */
  async function hold(held: number): Promise<void> {
    await new Promise<void>((visible) => {
      const request = locks.request(`${versionLock}${held}`, { mode: 'shared' }, () => {
        visible();
        if (closed || held < version) return undefined;
        letGo?.();
        return new Promise<void>((release) => {
          letGo = release;
        });
      });
      // A page that is being left gets no locks any more, and has nobody to show anything to.
      request.catch(() => visible());
    });
  }

  async function newestVersion(): Promise<number> {
    const { held = [] } = await locks.query().catch((reason: unknown) => Promise.reject(lostTurn(reason)));
    const versions = held
      .map((lock) => lock.name ?? '')
      .filter((lockName) => lockName.startsWith(versionLock))
      .map((lockName) => Number(lockName.slice(versionLock.length)));
    return Math.max(0, ...versions);
  }

  /** Waits until this tab has the newest copy that some tab can still give. */
  async function caughtUp(): Promise<number> {
    for (let waited = 0; ; waited += ANSWER_MS / 20) {
      if (closed) throw leftAlready();
      const newest = await newestVersion();
      if (closed) throw leftAlready();
      if (version >= newest || newest <= withheld) return Math.max(version, newest);
      if (waited >= ANSWER_MS) {
        withheld = newest;
        return newest;
      }
      post({ kind: 'ask', version });
      await copyArrives(ANSWER_MS / 20);
    }
  }

  function copyArrives(withinMs: number): Promise<void> {
    const over = new AbortController();
    return new Promise<void>((resolve) => {
      const done = () => {
        arrivals.delete(done);
        over.abort();
        resolve();
      };
      arrivals.add(done);
      wait(withinMs, over.signal).then(done, () => undefined);
    });
  }

  function change<Result>(apply: (rows: Map<string, Row>) => Result): Promise<Result> {
    return takeTurn(async (turn) => {
      const newest = await caughtUp();
      if (turn.over) throw lostTurn('stolen');
      const next = new Map(rows);
      const result = apply(next);
      if (sameRows(rows, next)) return result;
      // What a robbed tab still writes has the next number: by two, ours stays the newest.
      keep(newest + (turn.stolen ? 2 : 1), self, next);
      post({ kind: 'copy', copy: copied() });
      await hold(version);
      return result;
    });
  }

  const store = createRecordStore(
    {
      async read() {
        await caughtUp();
        return rows;
      },
      change,
    },
    now,
  );

  return {
    ...store,
    async list() {
      await caughtUp();
      return store.readStates([...rows.keys()]);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      letGo?.();
      channel.close();
    },
  };
}

const opened = (row: PostedRow): Row => ({ ...row, tokenSet: new TokenSet(row.tokenSet) });

const sameRows = (before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): boolean =>
  before.size === after.size && [...after].every(([id, row]) => before.get(id) === row);

function withoutLocks(): SipgateKitError {
  return new SipgateKitError('invalid_configuration', 'This browser offers no Web Locks here.', {
    hint: 'Serve the page over https or on localhost, where browsers offer them; elsewhere use createMemoryTokenStore.',
  });
}

function leftAlready(): SipgateKitError {
  return new SipgateKitError('store_unavailable', 'This tab has left the shared token store.', {
    hint: 'Make a new store; closing is for good.',
  });
}
