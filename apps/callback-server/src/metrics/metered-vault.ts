import { SipgateKitError } from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';
import type { Metrics } from './metrics.ts';

/** The same vault, with a watch beside it. */
export function meteredVault(vault: Vault, metrics: Metrics): Vault {
  return {
    ...vault,
    connections: metered('connections', vault.connections, metrics),
    transactions: metered('transactions', vault.transactions, metrics),
    sessions: metered('sessions', vault.sessions, metrics),
  };
}

function metered<Part extends object>(name: string, part: Part, metrics: Metrics): Part {
  return new Proxy(part, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      return async (...parameters: readonly unknown[]): Promise<unknown> => {
        const begin = performance.now();
        let outcome = 'ok';
        try {
          return await Reflect.apply(member, target, parameters);
        } catch (error) {
          outcome = error instanceof SipgateKitError ? error.code : 'defect';
          throw error;
        } finally {
          metrics.store(`${name}.${String(property)}`, outcome, performance.now() - begin);
        }
      };
    },
  });
}
