import type { Fetch, Provider } from '@sipgate-kit/core';

/** How the provider did when it was last needed; `unknown` until then. */
export type ProviderHealth = 'ok' | 'unavailable' | 'unreachable' | 'unknown';

/** A `fetch` that remembers how the provider did. It asks nothing by itself. */
export interface ProviderWatch {
  readonly fetch: Fetch;
  readonly health: () => ProviderHealth;
}

/** Watches the requests that go to the provider's endpoints. */
export function createProviderWatch(provider: Provider, fetch: Fetch): ProviderWatch {
  const { tokenEndpoint, revocationEndpoint } = provider;
  const endpoints = new Set([tokenEndpoint, revocationEndpoint]);
  let health: ProviderHealth = 'unknown';
  return {
    health: () => health,
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      if (!endpoints.has(url)) return fetch(input, init);
      try {
        const response = await fetch(input, init);
        health = response.status >= 500 ? 'unavailable' : 'ok';
        return response;
      } catch (error) {
        health = 'unreachable';
        throw error;
      }
    },
  };
}
