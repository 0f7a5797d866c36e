/** What a tab of a browser app does, for the tests to drive. */
import {
  clientCredentials,
  createTokenManager,
  keycloakProvider,
  SipgateKitError,
  TokenSet,
  type TokenSetData,
  type Wait,
} from '@sipgate-kit/core';
import { createTabTokenStore, type TabTokenStore } from '@sipgate-kit/core/tab-store';
import { tokenStoreContract } from '@sipgate-kit/core/token-store-contract';

let store: TabTokenStore | undefined;
let waits = 0;
let sleeping: { told: Promise<string>; wake: () => void } | undefined;

/** A person's sign-in, made up. */
const signIn = (subject: string) =>
  [
    { issuer: 'https://login.test', clientId: 'app', subject },
    new TokenSet({
      accessToken: `access of ${subject}`,
      refreshToken: `refresh of ${subject}`,
      scopes: [],
      issuedAt: 1_700_000_000_000,
    }),
  ] as const;

function latch() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** Web Locks as a tab sees them that falls asleep in the middle of its first change, until it is woken. */
function sleepyLocks() {
  const [falling, waking] = [latch(), latch()];
  const locks = {
    request: navigator.locks.request.bind(navigator.locks),
    async query() {
      const seen = await navigator.locks.query();
      falling.open();
      await waking.opened;
      return seen;
    },
  } as LockManager;
  return { locks, asleep: falling.opened, wake: waking.open };
}

/** Time passes a hundred times as fast. */
const hasty: Wait = (ms, signal) => {
  waits++;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms / 100);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
};

const codeOf = (error: unknown) => (error instanceof SipgateKitError ? error.code : String(error));

const tab = {
  contractTitles: tokenStoreContract.map(({ title }) => title),

  /** One case of the contract, on two handles; the error's words when it is broken. */
  async contract(index: number): Promise<string | undefined> {
    let now = 1_700_000_000_000;
    const clock = {
      now: () => now,
      advance: (ms: number) => {
        now += ms;
      },
    };
    const name = `contract ${index}`;
    const [one, other] = [createTabTokenStore({ name, now: clock.now }), createTabTokenStore({ name, now: clock.now })];
    try {
      await tokenStoreContract[index]?.run({ store: one, otherHandle: other, clock });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      one.close();
      other.close();
    }
  },

  join() {
    store = createTabTokenStore({ name: 'app' });
  },
  joinInHaste() {
    store = createTabTokenStore({ name: 'app', wait: hasty });
  },
  /** Joins, begins to keep a person's sign-in, and falls asleep over it. */
  async fallAsleep(subject: string) {
    const { locks, asleep, wake } = sleepyLocks();
    store = createTabTokenStore({ name: 'app', locks });
    sleeping = { told: store.saveSignIn(...signIn(subject)).then(() => 'kept', codeOf), wake };
    await asleep;
  },
  /** Says what the tab's own code hears of what it was about to do. */
  async wakeUp() {
    sleeping?.wake();
    return sleeping?.told;
  },
  keepFor: async (subject: string) => store?.saveSignIn(...signIn(subject)).then(() => 'kept', codeOf),
  subjects: async () => (await store?.list())?.map(({ key }) => key.subject).sort(),
  /** Looks to the others as a frozen tab does: it has a version, and answers nobody. */
  beSilent: () => void navigator.locks.request('app version 7', { mode: 'shared' }, () => new Promise(() => undefined)),

  /** How often this tab has waited for others so far. */
  waits: () => waits,

  leave: () => store?.close(),

  async keep(key: { issuer: string; clientId: string; subject: string }, tokenSet: TokenSetData) {
    return (await store?.saveSignIn(key, new TokenSet(tokenSet)))?.id;
  },

  async known() {
    return (await store?.list())?.map(({ id, generation, status }) => ({ id, generation, status }));
  },

  /** So many tokens at once, of one connection; the distinct ones, shortened. */
  async accessTokens(issuer: string, clientId: string, id: string, count: number) {
    if (store === undefined) throw new Error('not joined');
    const manager = createTokenManager({
      provider: keycloakProvider(issuer),
      client: clientCredentials(clientId),
      store,
    });
    const tokens = manager.forConnection(id);
    const all = await Promise.all(Array.from({ length: count }, () => tokens.getAccessToken()));
    return [...new Set(all.map((token) => token.slice(-12)))];
  },
};

declare global {
  interface Window {
    tab: typeof tab;
  }
}
window.tab = tab;
