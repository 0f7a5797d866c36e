import {
  type DeviceAuthorization,
  discoverProvider,
  finishDeviceAuthorization,
  type SignIn,
  SipgateKitError,
  startDeviceAuthorization,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { durationText } from './duration-text.ts';
import { withSecretHint } from './secret-hint.ts';
import type { SignInRequest } from './sign-in-request.ts';

/**
 * Signs a person in with a browser on any other device (RFC 8628): shows a code and where to enter it, and waits.
 * Nothing has to be listened on, and nothing pasted.
 *
 * @param waitMs how long the person may take, a duration in milliseconds; without it, as long as the code is good
 * @throws SipgateKitError `device_unsupported`, `device_expired`, `sign_in_timeout`, `access_denied` and whatever else
 * core's `startDeviceAuthorization` and `finishDeviceAuthorization` throw.
 */
export async function signInByDevice(
  { provider, client, scopes }: SignInRequest,
  { waitMs = Number.POSITIVE_INFINITY }: { readonly waitMs?: number | undefined },
  cli: Cli,
): Promise<SignIn> {
  const { now } = cli.host;
  const { timeout } = cli.globals;
  const limit = new AbortController();
  const options = {
    fetch: await cli.fetch(),
    now,
    signal: AbortSignal.any([cli.signal, limit.signal]),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
  };
  let waiting: { done(): void } | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const announced = await discoverProvider(provider.issuer, options);
    const authorization = await startDeviceAuthorization(announced, client, { scopes }, options);
    const patienceMs = Math.min(waitMs, authorization.expiresAt - now());
    announce(authorization, cli);
    waiting = waitVisibly(patienceMs, cli);
    timer = setTimeout(() => limit.abort(), Math.min(waitMs, LONGEST_TIMER_MS));
    return await finishDeviceAuthorization(announced, client, authorization, options);
  } catch (error) {
    if (limit.signal.aborted) throw tooLate(waitMs);
    throw inWordsOfTheCommand(error, client.clientSecret === undefined);
  } finally {
    clearTimeout(timer);
    waiting?.done();
  }
}

/** Node's timers take no more. */
const LONGEST_TIMER_MS = 2_147_483_647;

function announce({ userCode, verificationUri, verificationUriComplete }: DeviceAuthorization, cli: Cli): void {
  const { bold, cyan, dim } = cli.output.noteView.colors;
  cli.output.note(`${bold('On any device, open')}\n\n  ${cyan(verificationUri)}\n\n${bold('and enter the code')}\n`);
  cli.output.note(`  ${cyan(bold(userCode))}\n`);
  if (verificationUriComplete !== undefined) {
    cli.output.note(dim(`The same with the code in it: ${verificationUriComplete}`));
  }
  cli.output.note(dim('Never enter a code that somebody else sent you: it signs them in, as you.'));
}

function waitVisibly(patienceMs: number, cli: Cli): { done(): void } {
  const text = `Waiting until you have confirmed it, ${durationText(patienceMs)} at most; Ctrl-C ends it.`;
  if (cli.output.noteView.terminal) return cli.output.progress(text);
  cli.output.note(text);
  return { done: () => undefined };
}

function inWordsOfTheCommand(error: unknown, withoutSecret: boolean): unknown {
  if (!(error instanceof SipgateKitError)) return error;
  const hint = HINTS[error.code];
  if (hint !== undefined) return new SipgateKitError(error.code, error.message, { hint });
  return withoutSecret ? withSecretHint(error) : error;
}

const HINTS: Readonly<Record<string, string>> = {
  device_unsupported:
    'Use `sipgate login --no-browser`: open the address on any device, and paste the one you end on. Or a personal access token: `sipgate login --pat`.',
  device_expired: 'Run it again, and enter the new code.',
};

function tooLate(waitMs: number): SipgateKitError {
  return new SipgateKitError('sign_in_timeout', `Nobody confirmed the code within ${durationText(waitMs)}.`, {
    hint: 'Run it again, and enter the new code; --wait allows more time, but no more than the code is good for.',
  });
}
