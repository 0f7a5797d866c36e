/**
 * "Persist the token somewhere", as READMEs say: a table with one row that takes a moment, as databases do.
 *
 * @template Value
 * @param {Value} first
 */
export function createTable(first) {
  let row = first;
  const moment = () => new Promise((resolve) => setImmediate(resolve));
  return {
    /** What it holds this instant, for the report. */
    peek: () => row,
    async read() {
      await moment();
      return row;
    },
    /** @param {Value} value */
    async write(value) {
      await moment();
      row = value;
    },
  };
}

/**
 * One API request.
 *
 * @param {string} apiUrl
 * @param {string} accessToken
 * @returns {Promise<number>} the status
 */
export async function callApi(apiUrl, accessToken) {
  const response = await fetch(`${apiUrl}/account`, { headers: { authorization: `Bearer ${accessToken}` } });
  await response.arrayBuffer();
  return response.status;
}
