/** The example of RFC 7636, appendix B: these bytes, that verifier, that challenge. */
const BYTES = [
  116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240, 91,
  88, 5, 88, 83, 132, 141, 121,
];

export const appendixB = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',

  /**
   * Lets the runtime's source of random bytes give those of the appendix while `run` runs.
   *
   * @template Result
   * @param {() => Promise<Result>} run
   */
  async whileRandomBytesAreThese(run) {
    const own = Object.getOwnPropertyDescriptor(crypto, 'getRandomValues');
    const value = (/** @type {Uint8Array} */ array) => {
      array.set(BYTES.slice(0, array.length));
      return array;
    };
    Object.defineProperty(crypto, 'getRandomValues', { value, configurable: true, writable: true });
    try {
      return await run();
    } finally {
      if (own) Object.defineProperty(crypto, 'getRandomValues', own);
      else Reflect.deleteProperty(crypto, 'getRandomValues');
    }
  },
};
