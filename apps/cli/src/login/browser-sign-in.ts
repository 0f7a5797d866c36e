import { setTimeout as wait } from 'node:timers/promises';
import {
  type AuthorizationTransaction,
  finishAuthorization,
  loopbackRedirect,
  pastedCallback,
  type SignIn,
  SipgateKitError,
  startAuthorization,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { openCallbackListener, type ReceivedCallback } from './callback-listener.ts';
import { durationText } from './duration-text.ts';
import { openBrowser } from './open-browser.ts';
import { withSecretHint } from './secret-hint.ts';
import type { SignInRequest } from './sign-in-request.ts';

/**
 * Signs a person in with their browser: shows the address, opens it where there is a browser, and waits on this machine
 * for it to come back. What it ended on may be pasted instead, wherever the browser runs.
 *
 * @throws SipgateKitError `sign_in_timeout`, `port_in_use`, `port_forbidden`, `input_needed` when nothing can come back;
 * `access_denied` and whatever else `finishAuthorization` throws.
 */
export async function signInByBrowser(
  request: SignInRequest,
  { browser }: { readonly browser: boolean },
  cli: Cli,
): Promise<SignIn> {
  const place = loopbackRedirect(request.redirectUri);
  if (place === undefined && !cli.prompts.possible) throw cannotComeBack(request.redirectUri);
  const listener = place && (await openCallbackListener(request.redirectUri, place));
  try {
    const { provider, client, scopes } = request;
    const redirectUri = listener?.redirectUri ?? request.redirectUri;
    const { clientId } = client;
    const { url, transaction } = await startAuthorization(provider, {
      clientId,
      redirectUri,
      scopes,
      now: cli.host.now,
    });
    // Before anybody can know the address: a browser that is quick must find somebody waiting.
    const fromBrowser = listener?.callbackOf(transaction.state);
    await announce(url, browser, cli);
    return await finish(request, transaction, await nextCallback(fromBrowser, transaction, request, cli), cli);
  } finally {
    await listener?.close();
  }
}

/** The address is shown before anything is opened: it is all a person needs, on whatever machine. */
async function announce(url: URL, browser: boolean, cli: Cli): Promise<void> {
  const { bold, cyan } = cli.output.noteView.colors;
  cli.output.note(`${bold('Open this address to sign in:')}\n\n${cyan(url.href)}\n`);
  if (!browser) return;
  const reason = await openBrowser(url.href, cli.host);
  cli.output.note(
    reason === undefined ? 'Your browser should open it now.' : `It was not opened by itself: ${reason}.`,
  );
}

/** The first of: the browser, what was pasted, the time being over, Ctrl-C. */
async function nextCallback(
  fromBrowser: Promise<ReceivedCallback> | undefined,
  transaction: AuthorizationTransaction,
  { waitMs }: SignInRequest,
  cli: Cli,
): Promise<ReceivedCallback> {
  const over = new AbortController();
  const signal = AbortSignal.any([cli.signal, over.signal]);
  const typed = cli.prompts.possible ? [pasted(transaction, fromBrowser !== undefined, signal, cli)] : [];
  const waiting = cli.prompts.possible ? undefined : waitVisibly(transaction.redirectUri, waitMs, cli);
  try {
    return await Promise.race([
      ...(fromBrowser ? [fromBrowser] : []),
      ...typed,
      timeLimit(waitMs, transaction.redirectUri, signal),
    ]);
  } finally {
    over.abort();
    waiting?.done();
    // The prompt gives the line back before anybody writes on it.
    await Promise.allSettled(typed);
  }
}

/** Asks until it gets something that can be an answer. What is typed is not shown: a code is a secret. */
async function pasted(
  transaction: AuthorizationTransaction,
  listening: boolean,
  signal: AbortSignal,
  cli: Cli,
): Promise<ReceivedCallback> {
  const paste = 'paste the address the browser ended on, or the code';
  const message = listening ? `Waiting for the browser; or ${paste}:` : `Then ${paste}:`;
  for (;;) {
    const text = await cli.prompts.secret({ message, instead: 'a terminal to paste into', signal });
    try {
      return { parameters: pastedCallback(text, transaction), answer: async () => undefined };
    } catch (error) {
      if (!(error instanceof SipgateKitError)) throw error;
      cli.output.warn(`${error.message} ${error.hint}`);
    }
  }
}

function waitVisibly(redirectUri: string, waitMs: number, cli: Cli): { done(): void } {
  const text = `Waiting for the browser at ${redirectUri}, ${durationText(waitMs)} at most; Ctrl-C ends it.`;
  if (cli.output.noteView.terminal) return cli.output.progress(text);
  cli.output.note(text);
  return { done: () => undefined };
}

async function timeLimit(waitMs: number, redirectUri: string, signal: AbortSignal): Promise<never> {
  await wait(waitMs, undefined, { signal });
  throw new SipgateKitError('sign_in_timeout', `Nobody signed in within ${durationText(waitMs)}.`, {
    hint: `Run it again; --wait allows more time. If the browser complained about the redirect_uri, register ${redirectUri} at the OAuth client.`,
  });
}

/** Trades the code, and tells the browser how it went. */
async function finish(
  { provider, client }: SignInRequest,
  transaction: AuthorizationTransaction,
  callback: ReceivedCallback,
  cli: Cli,
): Promise<SignIn> {
  const { timeout } = cli.globals;
  try {
    const signIn = await finishAuthorization(provider, client, transaction, callback.parameters, {
      fetch: await cli.fetch(),
      now: cli.host.now,
      signal: cli.signal,
      ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    });
    await callback.answer({
      status: 200,
      title: 'You are signed in',
      text: 'Go back to the terminal; this page can be closed.',
    });
    return signIn;
  } catch (error) {
    const known = error instanceof SipgateKitError ? error : undefined;
    await callback.answer({
      status: known === undefined ? 500 : 400,
      title: known?.code === 'access_denied' ? 'You did not grant access' : 'The sign-in failed',
      text: `${known?.message ?? 'Something went wrong.'} The terminal says what to do next.`,
    });
    throw known !== undefined && client.clientSecret === undefined ? withSecretHint(known) : error;
  }
}

function cannotComeBack(redirectUri: string): SipgateKitError {
  return new SipgateKitError('input_needed', `The redirect URI ${redirectUri} does not lead to this machine.`, {
    hint: 'Run it in a terminal, where the address that the browser ends on can be pasted; or take one that leads here, as in --redirect-uri http://localhost:8080/oauth; or use --pat.',
  });
}
