import { networkFailure } from '@sipgate-kit/core';
import type { Check } from '../check.ts';
import { fail, pass, warn } from '../finding.ts';

/** Name, way, proxy, TLS and answer of the REST API, which is asked who we are without saying it. */
export const apiServer: Check = {
  id: 'api-server',
  title: 'REST API',
  async run({ apiUrl, requests }) {
    const url = `${await apiUrl()}/authorization/userinfo`;
    const { host } = new URL(url);
    const timeoutMs = requests.timeoutMs ?? 0;
    const timeout = AbortSignal.timeout(timeoutMs);
    let response: Response;
    try {
      const signal = AbortSignal.any([timeout, ...(requests.signal ? [requests.signal] : [])]);
      response = await requests.fetch(url, { redirect: 'manual', headers: { accept: 'application/json' }, signal });
      await response.body?.cancel();
    } catch (error) {
      if (timeout.aborted) {
        return fail(
          `${host} did not answer within ${timeoutMs / 1000} s.`,
          'Check the network, or allow more with --timeout.',
        );
      }
      const { reason = 'it could not be reached', hint = 'Check the network.' } = await networkFailure(error, url);
      return fail(`${host}: ${reason}.`, hint);
    }
    const { status } = response;
    if (status === 401 || status === 403) return pass(`${host} answers.`);
    if (status === 429 || status >= 500) {
      return warn(`${host} answers, but with status ${status}: it is in trouble.`, 'Try again later.');
    }
    return warn(
      `${host} answers with status ${status}, which the REST API would not.`,
      'Check apiUrl, which ends in /v2 at sipgate, and whether your network wants you to sign in first.',
    );
  },
};
