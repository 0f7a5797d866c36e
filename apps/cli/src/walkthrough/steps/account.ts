import { createSipgateClient, staticToken, type TokenSet } from '@sipgate-kit/core';
import type { Cli } from '../../cli.ts';
import type { Recorder } from '../recorder.ts';
import type { Stage } from '../stage.ts';
import type { Step } from '../step.ts';

/** RFC 6750 §2.1. */
export async function accountStep(
  { apiUrl }: Stage,
  { accessToken }: TokenSet,
  recorder: Recorder,
  cli: Cli,
): Promise<Step> {
  const auth = staticToken(accessToken, { fetch: recorder.fetch, apiOrigins: [new URL(apiUrl).origin] });
  await createSipgateClient({ auth, baseUrl: apiUrl }).GET('/account', { signal: cli.signal });
  return {
    title: 'A call of the REST API',
    explanation:
      'With the access token, and as long as it lives, the application calls the REST API in the name of the person.',
    ...exchanged(recorder),
    remember: [
      '401 means that the token is over or wrong: refresh it, once, and call again.',
      '403 means that it lacks a scope, or that the account lacks the feature: no refresh helps. Sign in again with the scope.',
    ],
  };
}

const exchanged = (recorder: Recorder) => {
  const { request, answer } = recorder.last();
  return { request, answer };
};
