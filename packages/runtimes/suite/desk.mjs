/**
 * The sandbox's control API, as far as the suite needs it.
 *
 * @param {string} controlUrl
 */
export function createDesk(controlUrl) {
  let offset = 0;

  /** @param {string} path @param {object} [body] */
  async function ask(path, body) {
    const answer = await fetch(`${controlUrl}/${path}`, {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    if (!answer.ok) throw new Error(`the sandbox says ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.json();
  }

  return {
    /** How far the sandbox's clock is ahead since this desk was made, in milliseconds. */
    offset: () => offset,

    /** @param {number} milliseconds */
    async advance(milliseconds) {
      await ask('clock', { advanceMs: milliseconds });
      offset += milliseconds;
    },

    /** @param {URL} authorizationUrl @param {'yes' | 'no'} consent @returns {Promise<URL>} */
    async signIn(authorizationUrl, consent) {
      const { callbackUrl } = await ask('sign-in', {
        authorizationUrl: authorizationUrl.href,
        username: 'alice',
        consent,
      });
      return new URL(callbackUrl);
    },

    /** Holds the next answers back for longer than any check waits. @param {string} path @param {number} next */
    delay: (path, next) => ask('faults', { path, next, delayMs: 30_000 }),

    /** How many token requests there were. @returns {Promise<number>} */
    async tokenRequests() {
      const { requests } = await ask('requests');
      return requests.filter(
        (/** @type {{ method: string, path: string }} */ { method, path }) =>
          method === 'POST' && path.endsWith('/token'),
      ).length;
    },
  };
}
