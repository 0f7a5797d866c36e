import {
  type ConnectionState,
  createSipgateClient,
  createTokenManager,
  type SignIn,
  type SignOut,
  type SipgateClient,
  signOut,
} from '@sipgate-kit/core';
import { createTabTokenStore } from '@sipgate-kit/core/tab-store';
import { apiUrl, client, provider } from './settings.ts';

/** Who is signed in, in all tabs of this page together. The tokens are in their memory, and nowhere else. */
export interface Session {
  /** The person's connection, whichever tab they signed in with; `undefined`: nobody is signed in. */
  current(): Promise<ConnectionState | undefined>;
  /** Keeps a sign-in that has just been finished, for all tabs. */
  begin(signIn: SignIn): Promise<void>;
  /** The REST API, with a token that is renewed when it has to be, by one tab for all. */
  sipgate(connectionId: string): SipgateClient;
  /** Ends it in all tabs and at sipgate. */
  end(): Promise<SignOut>;
  leave(): void;
}

/** Joins the other tabs. `changed` is called whenever anything changes, here or there. */
export function joinSession(changed: () => void): Session {
  const store = createTabTokenStore({ name: 'my-numbers' });
  const manager = createTokenManager({ provider, client, store, apiOrigins: [new URL(apiUrl).origin] });
  const current = async () => (await store.list()).at(-1);
  store.onChange(changed);

  return {
    current,
    async begin({ key, tokenSet }) {
      const { id } = await store.saveSignIn(key, tokenSet);
      // One person at a time: whoever was signed in before is not any more.
      const others = (await store.list()).filter((connection) => connection.id !== id);
      for (const other of others) await signOut(provider, client, store, other.id);
    },
    sipgate: (connectionId) => createSipgateClient({ auth: manager.forConnection(connectionId), baseUrl: apiUrl }),
    async end() {
      const connection = await current();
      if (connection === undefined) return { revoked: true, sessionEnded: false };
      return signOut(provider, client, store, connection.id, { endSession: true });
    },
    leave() {
      void manager.close();
      store.close();
    },
  };
}
