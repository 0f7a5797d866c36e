/** @module what the suite runs on */

/**
 * @typedef {object} Runtime
 * @property {string} name
 * @property {() => Promise<string>} version
 * @property {(consumer: string, settings: import('../suite/suite.mjs').Settings) => Promise<import('../suite/suite.mjs').Outcome[]>} suite
 * @property {boolean} [keepsReasons]   why a connection failed is not told: true for workerd and browsers
 * @property {() => Promise<void>} [close]
 */

export {};
