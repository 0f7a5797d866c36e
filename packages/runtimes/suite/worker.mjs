/**
 * For workerd: settings come as a request, outcomes are its answer.
 * @module
 */
import { runSuite } from './suite.mjs';

export default {
  /** @param {Request} request */
  async fetch(request) {
    const settings = /** @type {import('./suite.mjs').Settings} */ (await request.json());
    return Response.json(await runSuite(settings));
  },
};
