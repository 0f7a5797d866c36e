import {
  discoverProvider,
  finishAuthorization,
  type Provider,
  type ProviderRequestOptions,
  refreshTokenSet,
  revokeTokenSet,
  startAuthorization,
  type TokenSet,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import type { Person } from './person.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Stage } from './stage.ts';
import type { Step } from './step.ts';
import { accountStep } from './steps/account.ts';
import { authorizationStep } from './steps/authorization.ts';
import { callbackStep } from './steps/callback.ts';
import { discoveryStep } from './steps/discovery.ts';
import { refreshStep } from './steps/refresh.ts';
import { signOutStep } from './steps/sign-out.ts';
import { tokenStep } from './steps/token.ts';

/** How many steps there are. */
export const STEPS = 7;

/** The least that shows something. */
const SCOPES = ['account:read'];

/**
 * Signs a person in and out again, one step at a time: each is done when it is asked for, and given when it is over.
 * Whoever stops half way leaves no tokens behind.
 *
 * @throws SipgateKitError whatever `finishAuthorization`, the REST API and the refresh throw.
 */
export async function* walk(stage: Stage, person: Person, cli: Cli): AsyncGenerator<Step, void> {
  const recorder = createRecorder(await cli.fetch());
  const { timeout } = cli.globals;
  const unstoppable = {
    fetch: recorder.fetch,
    now: cli.host.now,
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
  };
  const requests = { ...unstoppable, signal: cli.signal };

  const provider = await discoverProvider(stage.provider.issuer, requests);
  yield discoveryStep(provider, recorder.last());

  const { url, transaction } = await startAuthorization(provider, {
    clientId: stage.client.clientId,
    redirectUri: person.redirectUri,
    scopes: SCOPES,
    now: cli.host.now,
  });
  yield authorizationStep(url);

  const callback = await person.signIn(url, transaction);
  yield callbackStep(transaction, callback);

  const { tokenSet } = await finishAuthorization(provider, stage.client, transaction, callback, requests).catch(
    async (error: unknown) => {
      await person.answer(error);
      throw error;
    },
  );
  await person.answer();
  yield* walkWithTokens({ stage, provider, recorder, requests, unstoppable, cli }, tokenSet);
}

interface SignedIn {
  readonly stage: Stage;
  readonly provider: Provider;
  readonly recorder: Recorder;
  readonly requests: ProviderRequestOptions;
  /** As `requests`, but not ended by Ctrl-C. */
  readonly unstoppable: ProviderRequestOptions;
  readonly cli: Cli;
}

async function* walkWithTokens(
  { stage, provider, recorder, requests, unstoppable, cli }: SignedIn,
  first: TokenSet,
): AsyncGenerator<Step, void> {
  let living: TokenSet | undefined = first;
  try {
    yield tokenStep(first, recorder.last());

    yield await accountStep(stage, first, recorder, cli);

    const second = await refreshTokenSet(provider, stage.client, first, requests);
    living = second;
    yield await refreshStep(first, second, recorder.last());

    await revokeTokenSet(provider, stage.client, second, requests);
    living = undefined;
    const revocation = recorder.last();
    const refusal = await refreshTokenSet(provider, stage.client, second, requests).then(
      () => undefined,
      (error: Error) => error.message,
    );
    yield signOutStep(revocation, refusal);
  } finally {
    // What goes wrong now is not worth a message of its own.
    if (living !== undefined) await revokeTokenSet(provider, stage.client, living, unstoppable).catch(() => undefined);
  }
}
