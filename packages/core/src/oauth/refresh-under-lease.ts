import { SipgateKitError } from '../errors.ts';
import type { Fetch, Wait } from '../runtime.ts';
import { fingerprint } from '../tokens/fingerprint.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { Connection, ConnectionState, TokenStore } from '../tokens/token-store.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type { Provider } from './provider.ts';
import type { ProviderClock } from './provider-clock.ts';
import { ProviderError } from './provider-error.ts';
import type { RefreshEvent, RefreshReason } from './refresh-events.ts';
import { refreshTokenSet, revokeTokenSet } from './token-requests.ts';

/** Everything one refresh needs; made once per token manager. */
export interface RefreshContext {
  readonly provider: Provider;
  readonly client: ClientCredentials;
  readonly store: TokenStore;
  readonly clock: ProviderClock;
  readonly fetch: Fetch | undefined;
  readonly wait: Wait;
  readonly random: () => number;
  /** Duration in milliseconds. */
  readonly timeoutMs: number;
  readonly onEvent: (event: RefreshEvent) => void;
}

/** A lease only has to outlive the moment between taking it and marking the send. Durations in milliseconds. */
const LEASE_MS = 5_000;
const SEND_MARGIN_MS = 5_000;
const POLL_MS = 100;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 60_000;

/**
 * Gets the connection a token set newer than `generation`: by refreshing it, or by adopting somebody else's refresh.
 *
 * Exactly one process sends at a time: it holds the lease, marks the send with a deadline, sends, and stores the
 * answer guarded by the generation before anyone uses it. Everybody else waits for the row to change. A request that
 * left without a usable answer is tried once more after its deadline, by whoever gets the lease then; a second
 * failure is final. Runs until it has an outcome or `giveUpAt` (our own clock, milliseconds).
 */
export async function refreshUnderLease(
  context: RefreshContext,
  connectionId: string,
  generation: number,
  giveUpAt: number,
): Promise<Connection> {
  const { store } = context;
  let waited = false;
  for (;;) {
    const connection = usable(await store.read(connectionId), connectionId);
    if (connection.generation !== generation) return adopt(context, connection);

    let failure: SipgateKitError | undefined;
    const owner = crypto.randomUUID();
    const lease = await store.acquireLease(connectionId, { owner, generation, ttlMs: LEASE_MS });
    if (lease === 'moved') continue;
    if (lease === 'granted') {
      const outcome = await refreshOnce(
        context,
        owner,
        usable(await store.read(connectionId), connectionId),
        generation,
      );
      if (outcome === 'again') continue;
      if (!(outcome instanceof SipgateKitError)) return outcome;
      if (!outcome.retryable) throw outcome;
      failure = outcome;
    } else if (!waited) {
      waited = true;
      emit(context, 'waited', connection);
    }
    if (!(await waitForChange(context, connectionId, generation, giveUpAt))) throw failure ?? stillRefreshing();
  }
}

/** `true` once the row moved on or became free; `false` when that will not happen before `giveUpAt`. */
async function waitForChange(
  context: RefreshContext,
  id: string,
  generation: number,
  giveUpAt: number,
): Promise<boolean> {
  const { store, clock, wait, random } = context;
  for (;;) {
    const [state] = await store.readStates([id]);
    if (state === undefined || state.generation !== generation || state.status !== 'active') return true;
    const left = giveUpAt - clock.local();
    if (left <= 0 || (state.retryAt ?? 0) - state.observedAt > left) return false;
    const busyUntil = Math.max(state.lease?.until ?? 0, state.sendDeadline ?? 0, state.retryAt ?? 0);
    if (busyUntil <= state.observedAt) return true;
    await wait(POLL_MS + Math.round(random() * POLL_MS));
  }
}

function stillRefreshing(): SipgateKitError {
  return new SipgateKitError(
    'provider_unavailable',
    'The access token could not be renewed in time; the refresh is still under way.',
    {
      retryable: true,
      hint: 'Call again in a while: nothing was lost.',
    },
  );
}

/** Whoever holds the lease does this. `again` = start over; an error that is retryable may be waited out. */
async function refreshOnce(
  context: RefreshContext,
  owner: string,
  connection: Connection,
  generation: number,
): Promise<Connection | SipgateKitError | 'again'> {
  const { store, clock, timeoutMs } = context;
  const { id } = connection;
  if (connection.generation !== generation) {
    await store.releaseLease(id, { owner, sent: false });
    return 'again';
  }
  const retry = connection.sendDeadline !== undefined;
  const deadlineMs = timeoutMs + SEND_MARGIN_MS;
  const markedAt = clock.local();
  if (!(await store.markSending(id, { owner, generation, deadlineMs, retry }))) {
    if (retry && connection.retriedGeneration === generation) return needLogin(context, connection, 'answer lost');
    await store.releaseLease(id, { owner, sent: false });
    return 'again';
  }
  if (retry) emit(context, 'retrying-lost-answer', connection);
  if (clock.local() - markedAt > SEND_MARGIN_MS) {
    await store.releaseLease(id, { owner, sent: false });
    return 'again';
  }
  const { provider, client, fetch } = context;
  let answer: TokenSet;
  try {
    answer = await refreshTokenSet(provider, client, connection.tokenSet, {
      clock,
      timeoutMs,
      ...(fetch && { fetch }),
    });
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    return settleFailure(context, owner, connection, error, retry);
  }
  return keep(context, connection, answer);
}

/** Stores the answer before anyone uses it, however long the store takes: it is the only living pair. */
async function keep(context: RefreshContext, connection: Connection, tokenSet: TokenSet): Promise<Connection> {
  const { store, wait } = context;
  const { id, generation } = connection;
  for (let attempt = 0; ; attempt++) {
    try {
      const state = await store.replace(id, { generation, tokenSet });
      if (state !== undefined) {
        emit(context, 'refreshed', state, await fingerprint(tokenSet.accessToken));
        return { ...state, tokenSet };
      }
      return await superseded(context, connection, tokenSet);
    } catch (error) {
      if (!(error instanceof SipgateKitError) || error.code !== 'store_unavailable') throw error;
      emit(context, 'store-failure', connection, undefined, error.code);
      await wait(backOff(context, attempt) / 10);
    }
  }
}

/** The row moved while we held the answer: our own write whose confirmation got lost, a newer sign-in, or a removal. */
async function superseded(context: RefreshContext, connection: Connection, answer: TokenSet): Promise<Connection> {
  const { store, provider, client, clock, fetch } = context;
  const current = await store.read(connection.id);
  if (current?.tokenSet.accessToken === answer.accessToken) return current;
  emit(context, 'superseded', connection);
  if (current !== undefined) return usable(current, connection.id);
  // The person signed out meanwhile: the late set must not outlive that. Failing to revoke changes nothing for them.
  await revokeTokenSet(provider, client, answer, { clock, ...(fetch && { fetch }) }).catch(() => undefined);
  throw notFound(connection.id);
}

async function settleFailure(
  context: RefreshContext,
  owner: string,
  connection: Connection,
  error: SipgateKitError,
  retry: boolean,
): Promise<Connection | SipgateKitError | 'again'> {
  const { store } = context;
  const { id } = connection;
  const retryAfterMs =
    (error instanceof ProviderError ? error.retryAfterMs : undefined) ?? backOff(context, connection.failures);
  switch (error.code) {
    case 'refresh_refused':
      return afterRefusal(context, connection, error, retry);
    case 'needs_login':
      return needLogin(context, connection, 'no refresh token');
    case 'invalid_scope':
      return needLogin(context, connection, reasonOf(error));
    case 'unknown_client':
    case 'wrong_client_secret':
    case 'client_disabled':
      await store.releaseLease(id, { owner, sent: false, retryAfterMs });
      emit(context, 'client-refused', connection, undefined, error.code);
      return error;
    default:
  }
  const patient =
    error instanceof ProviderError &&
    (error.status === 429 || (error.status === 503 && error.retryAfterMs !== undefined));
  const spent = !(error instanceof ProviderError) || (error.requestSent && !patient);
  if (spent) {
    await store.releaseLease(id, { owner, sent: true });
    emit(context, 'answer-lost', connection, undefined, error.code);
    return retry ? needLogin(context, connection, 'answer lost') : transient(error);
  }
  await store.releaseLease(id, { owner, sent: false, retryAfterMs });
  emit(context, 'transient-failure', connection, undefined, error.code);
  return transient(error);
}

/** `invalid_grant`: a sibling may have rotated meanwhile; then its set is the living one. */
async function afterRefusal(context: RefreshContext, connection: Connection, error: SipgateKitError, retry: boolean) {
  const current = await context.store.read(connection.id);
  if (current !== undefined && current.generation !== connection.generation)
    return adopt(context, usable(current, connection.id));
  return needLogin(context, connection, retry ? 'answer lost' : reasonOf(error));
}

const reasonOf = (error: SipgateKitError) =>
  `refused: ${(error instanceof ProviderError ? error.errorDescription : undefined) ?? error.code}`;

async function needLogin(
  context: RefreshContext,
  connection: Connection,
  reason: string,
): Promise<SipgateKitError | 'again'> {
  const { store } = context;
  const { id, generation } = connection;
  if (!(await store.setStatus(id, { generation, status: 'needs_login', reason }))) return 'again';
  emit(context, 'needs-login', connection, undefined, reason);
  return signInAgain(reason);
}

function signInAgain(reason: string | undefined): SipgateKitError {
  return new SipgateKitError('needs_login', `The person has to sign in again${reason ? ` (${reason})` : ''}.`, {
    hint: 'Send them through the sign-in once more; often that is a single redirect without a password.',
  });
}

function notFound(id: string): SipgateKitError {
  return new SipgateKitError('connection_not_found', `There is no connection "${id}".`, {
    hint: 'It may have been signed out: let the person sign in again.',
  });
}

/** The connection if it can be worked with, else the error that says why not. */
export function usable(connection: Connection | undefined, id: string): Connection {
  if (connection === undefined) throw notFound(id);
  if (connection.status === 'needs_login') throw signInAgain(connection.reason);
  if (connection.status === 'paused') {
    throw new SipgateKitError(
      'provider_unavailable',
      `The connection is paused (${connection.reason ?? 'by the operator'}).`,
      {
        hint: 'The operator resumes it once the cause is gone; the tokens are kept.',
      },
    );
  }
  return connection;
}

async function adopt(context: RefreshContext, connection: Connection): Promise<Connection> {
  emit(context, 'adopted', connection, await fingerprint(connection.tokenSet.accessToken));
  return connection;
}

/** The same error, marked as worth another try: callers within their patience wait it out. */
function transient(error: SipgateKitError): SipgateKitError {
  return error.retryable
    ? error
    : new SipgateKitError(error.code, error.message, { hint: error.hint, retryable: true });
}

/** Doubles from one second to a minute, with a fifth of jitter. Duration in milliseconds. */
function backOff({ random }: RefreshContext, failures: number): number {
  const whole = Math.min(FIRST_BACK_OFF_MS * 2 ** failures, LONGEST_BACK_OFF_MS);
  return Math.round(whole * (0.9 + random() * 0.2));
}

function emit(
  { onEvent, clock }: RefreshContext,
  reason: RefreshReason,
  { id, generation }: Pick<ConnectionState, 'id' | 'generation'>,
  print?: string,
  detail?: string,
): void {
  onEvent({
    reason,
    connectionId: id,
    generation,
    at: clock.local(),
    ...(print !== undefined && { fingerprint: print }),
    ...(detail !== undefined && { detail }),
  });
}
