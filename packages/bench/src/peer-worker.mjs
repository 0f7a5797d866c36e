/**
 * One process of an application that is built on a peer.
 * @module
 */
import { takeOrders } from './orders.mjs';
import { peers } from './peers/peers.mjs';

/** @typedef {import('./peers/peer.d.ts').Application} Application */

/** @type {Application | undefined} */
let application;

takeOrders({
  /** @param {{ peer: string, surroundings: import('./peers/peer.d.ts').Surroundings }} request */
  async open({ peer, surroundings }) {
    application = await peers[peer]?.start(surroundings);
  },

  /** @param {{ count: number }} request how many calls begin at once */
  async call({ count }) {
    const results = await Promise.all(Array.from({ length: count }, () => application?.call()));
    const of = (/** @type {string} */ kind) => results.filter((result) => result === kind).length;
    return { ok: of('ok'), failed: of('failed') + of('sign in again'), signInAgain: of('sign in again') };
  },

  refreshToken: () => application?.refreshToken(),
});
