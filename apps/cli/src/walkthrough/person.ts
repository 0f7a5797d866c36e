import {
  type AuthorizationTransaction,
  type Fetch,
  loopbackRedirect,
  redirectUriAt,
  SipgateKitError,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { announce, nextCallback } from '../login/browser-sign-in.ts';
import { openCallbackListener, type ReceivedCallback } from '../login/callback-listener.ts';
import { signInAtSandbox } from '../sandbox/running-sandbox.ts';
import type { Stage } from './stage.ts';

/** Who signs in, and where they come back to. */
export interface Person {
  /** The redirect URI with the port that the person comes back to. */
  readonly redirectUri: string;
  /** Lets the person sign in at this address; gives the parameters they come back with. */
  signIn(url: URL, transaction: AuthorizationTransaction): Promise<URLSearchParams>;
  /** Tells the person, where they look, how it ended. */
  answer(error?: unknown): Promise<void>;
  close(): Promise<void>;
}

/** How long a person may take, a duration in milliseconds. */
const WAIT_MS = 300_000;

/** Any port: a scripted person does not really come back. */
const SOME_PORT = 49_152;

/** Somebody of the sandbox, without a browser. */
export function scriptedPerson(stage: Stage, username: string, fetch: Fetch): Person {
  const place = loopbackRedirect(stage.redirectUri);
  const anyPort = place !== undefined && place.port === undefined;
  return {
    redirectUri: anyPort ? redirectUriAt(stage.redirectUri, SOME_PORT) : stage.redirectUri,
    signIn: async (url) => (await signInAtSandbox(stage.sandbox ?? '', url, username, fetch)).searchParams,
    answer: async () => undefined,
    close: async () => undefined,
  };
}

/** Whoever sits here, with their browser; the address it ends on may be pasted. */
export async function browsingPerson(stage: Stage, cli: Cli): Promise<Person> {
  const place = loopbackRedirect(stage.redirectUri);
  const listener = place && (await openCallbackListener(stage.redirectUri, place));
  let callback: ReceivedCallback | undefined;
  return {
    redirectUri: listener?.redirectUri ?? stage.redirectUri,
    async signIn(url, transaction) {
      const fromBrowser = listener?.callbackOf(transaction.state);
      await announce(url, true, cli);
      callback = await nextCallback(fromBrowser, transaction, { ...stage, scopes: [], waitMs: WAIT_MS }, cli);
      return callback.parameters;
    },
    async answer(error) {
      const known = error instanceof SipgateKitError ? error.message : undefined;
      await callback?.answer({
        status: error === undefined ? 200 : 400,
        title: error === undefined ? 'You are signed in' : 'The sign-in failed',
        text: `${known ?? ''} Go back to the terminal, where the walkthrough goes on.`.trim(),
      });
    },
    close: async () => listener?.close(),
  };
}
