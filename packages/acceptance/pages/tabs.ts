/** What a tab of a browser app does, for the tests to drive. */
import {
  clientCredentials,
  createTokenManager,
  keycloakProvider,
  TokenSet,
  type TokenSetData,
} from '@sipgate-kit/core';
import { createTabTokenStore, type TabTokenStore } from '@sipgate-kit/core/tab-store';
import { tokenStoreContract } from '@sipgate-kit/core/token-store-contract';

let store: TabTokenStore | undefined;

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
