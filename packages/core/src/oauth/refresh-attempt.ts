import { SipgateKitError } from '../errors.ts';
import { fingerprint } from '../tokens/fingerprint.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { Connection } from '../tokens/token-store.ts';
import { connectionNotFound, signInAgain, usable } from './connection-errors.ts';
import { ProviderError } from './provider-error.ts';
import { emit, type RefreshContext } from './refresh-context.ts';
import { refreshTokenSet, revokeTokenSet } from './token-requests.ts';

/** How late a request may leave after its mark; the deadline in the row is longer by this. Duration in milliseconds. */
const SEND_MARGIN_MS = 5_000;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 60_000;
/** A refresh token's end that moves by less than this has not moved. */
const SAME_END_MS = 30_000;

/** What an attempt came to: a newer set, an error (retryable ones may be waited out), or `again`: look at the row anew. */
export type AttemptOutcome = Connection | SipgateKitError | 'again';

/**
 * One attempt to refresh, by the holder of the lease: mark the send with a deadline, send, store the answer.
 *
 * A deadline already in the row belongs to a request whose answer was lost; then this is an extra try.
 */
export async function attemptRefresh(
  context: RefreshContext,
  owner: string,
  connection: Connection,
  insist: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>,
): Promise<AttemptOutcome> {
  const { store, monotonic, timeoutMs } = context;
  const { id, generation } = connection;
  const retry = connection.sendDeadline !== undefined;
  const markedAt = monotonic();
  const mark = { owner, generation, deadlineMs: timeoutMs + SEND_MARGIN_MS, retry };
  if (!(await insist(() => store.markSending(id, mark)))) {
    await store.releaseLease(id, { owner, sent: false });
    return 'again';
  }
  if (monotonic() - markedAt > SEND_MARGIN_MS) {
    await store.releaseLease(id, { owner, sent: false });
    return 'again';
  }
  if (retry) emit(context, 'retrying-lost-answer', connection);
  const { provider, client, clock, fetch } = context;
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
  return keepAnswer(context, connection, answer);
}

/** Stores the answer before anyone uses it, however long the store takes: it is the only living pair. */
async function keepAnswer(context: RefreshContext, connection: Connection, tokenSet: TokenSet): Promise<Connection> {
  const { store, wait, closing, spill } = context;
  const { id, generation } = connection;
  for (let attempt = 0; ; attempt++) {
    try {
      const state = await store.replace(id, { generation, tokenSet });
      if (state === undefined) return await superseded(context, connection, tokenSet);
      emit(context, 'refreshed', state, { fingerprint: await fingerprint(tokenSet.accessToken) });
      tellFixedEnd(context, connection, tokenSet);
      return { ...state, tokenSet };
    } catch (error) {
      if (!(error instanceof SipgateKitError) || error.code !== 'store_unavailable') throw error;
      if (attempt === 0) emit(context, 'store-failure', connection, { detail: error.code });
      if (closing.aborted) {
        await spill?.({ connectionId: id, generation, tokenSet });
        throw error;
      }
      await wait(backOff(context, attempt) / 10, closing).catch(() => undefined);
    }
  }
}

/** A refresh token whose end stays where it was will end there for good, however often it is renewed. */
function tellFixedEnd(context: RefreshContext, connection: Connection, { refreshTokenExpiresAt: end }: TokenSet): void {
  const before = connection.tokenSet.refreshTokenExpiresAt;
  if (end === undefined || before === undefined || end - before > SAME_END_MS) return;
  if (context.clock.now() - connection.tokenSet.issuedAt <= SAME_END_MS) return;
  emit(context, 'expires-for-good-at', connection, { detail: new Date(end).toISOString() });
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
  throw connectionNotFound(connection.id);
}

async function settleFailure(
  context: RefreshContext,
  owner: string,
  connection: Connection,
  error: SipgateKitError,
  retry: boolean,
): Promise<AttemptOutcome> {
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
      emit(context, 'client-refused', connection, { detail: error.code });
      return error;
    default:
  }
  const patient =
    error instanceof ProviderError &&
    (error.status === 429 || (error.status === 503 && error.retryAfterMs !== undefined));
  const spent = !(error instanceof ProviderError) || (error.requestSent && !patient);
  if (spent) {
    // An extra try without an answer proves nothing: what could be lost is lost, what was not can still be saved later.
    await store.releaseLease(id, retry ? { owner, sent: false, retryAfterMs } : { owner, sent: true });
    emit(context, 'answer-lost', connection, { detail: error.code });
    return transient(error);
  }
  await store.releaseLease(id, { owner, sent: false, retryAfterMs });
  emit(context, 'transient-failure', connection, { detail: error.code });
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
  emit(context, 'needs-login', connection, { detail: reason });
  return signInAgain(reason);
}

/** Uses what somebody else's refresh brought. */
export async function adopt(context: RefreshContext, connection: Connection): Promise<Connection> {
  emit(context, 'adopted', connection, { fingerprint: await fingerprint(connection.tokenSet.accessToken) });
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
