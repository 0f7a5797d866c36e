import { type ConnectionTokens, SipgateKitError, type TokenManager } from '@sipgate-kit/core';
import type { Metrics } from './metrics.ts';

/** The same token manager, with a watch beside it: how long callers wait for a token. */
export function meteredManager(manager: TokenManager, metrics: Metrics): TokenManager {
  return {
    ...manager,
    forConnection(connectionId) {
      const tokens = manager.forConnection(connectionId);
      const getAccessToken: ConnectionTokens['getAccessToken'] = async (options) => {
        const begin = performance.now();
        let outcome = 'ok';
        try {
          return await tokens.getAccessToken(options);
        } catch (error) {
          outcome = error instanceof SipgateKitError ? error.code : 'defect';
          throw error;
        } finally {
          metrics.token(outcome, performance.now() - begin);
        }
      };
      return {
        ...tokens,
        getAccessToken,
        async fetch(input, init) {
          const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
          // The wait for the token is measured here; the call then finds it at hand.
          await getAccessToken(signal && { signal });
          return tokens.fetch(input, init);
        },
      };
    },
  };
}
