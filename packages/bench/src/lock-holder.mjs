/**
 * A process that takes the lock of a file store and stalls, as under a debugger or on a machine that swaps.
 * @module
 */
import { openFileStore } from '@sipgate-kit/vault/file';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { takeOrders } from './orders.mjs';

takeOrders({
  /** @param {{ place: import('./stores.mjs').Place, forMs: number }} request */
  async hold({ place: { keys, file = '' }, forMs }) {
    const store = await openFileStore({
      folder: file,
      keyRing: KeyRing.parse(keys),
      // Asked for while the lock is held.
      now() {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
        return Date.now();
      },
    });
    await store.renewLease('of nobody', { owner: 'nobody', ttlMs: 1 });
  },
});
