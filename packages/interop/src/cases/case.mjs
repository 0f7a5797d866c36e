/**
 * What a case is: a question to both servers, and the answer that is promised.
 * @module
 */

/** @typedef {import('../answers.mjs').Answer} Answer */

/**
 * @typedef {object} Case
 * @property {string} id          lasting, `<chapter>/<what>`
 * @property {string} about       the situation, in a few words
 * @property {(world: import('../world.mjs').World) => Promise<Answer | Record<string, Answer>>} ask
 *   asks one server; several answers are told apart by what they are about, in the order they came
 * @property {string | Record<string, string>} expected   Keycloak's answer, in the notation of notation.mjs
 * @property {string} [explained] why the sandbox answers otherwise; without it, it has to answer the same
 */

/** @typedef {{ title: string, about?: string, cases: readonly Case[] }} Chapter */

/**
 * One authorization request in a browser that has nothing yet.
 *
 * @param {string} id
 * @param {string} about
 * @param {import('../protocol.mjs').Parameters} parameters
 * @param {string} expected
 * @param {import('../world.mjs').ClientSettings} [settings] of a client made for it; default: the seeded one
 * @returns {Case}
 */
export const authorizing = (id, about, parameters, expected, settings) => ({
  id,
  about,
  async ask(world) {
    const client = settings === undefined ? world.client : await world.spareClient(settings);
    return world.browser().open(world.authorizationUrl({ client_id: client.clientId, ...parameters }));
  },
  expected,
});

/**
 * One exchange of a code that would have been good.
 *
 * @param {string} id
 * @param {string} about
 * @param {import('../protocol.mjs').Parameters} parameters
 * @param {string} expected
 * @param {{ settings?: import('../world.mjs').ClientSettings, signIn?: import('../protocol.mjs').Parameters }} [options]
 * @returns {Case}
 */
export const exchanging = (id, about, parameters, expected, { settings, signIn } = {}) => ({
  id,
  about,
  async ask(world) {
    const client = settings === undefined ? world.client : await world.spareClient(settings);
    return world.exchange(await world.grant({ client, ...(signIn ? { parameters: signIn } : {}) }), parameters);
  },
  expected,
});
