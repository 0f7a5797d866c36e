import { SipgateKitError } from '../errors.ts';
import type { Wait } from '../runtime.ts';

/** One tab's turn to change what all tabs share. */
export interface Turn {
  /** The tab before us did not end its turn: what it was about to do may still arrive. */
  readonly stolen: boolean;
  /** Set as soon as we know that our own turn was stolen: what we would write now would not count. */
  over: boolean;
}

/** Runs `work` while no other tab does. @throws SipgateKitError `store_unavailable` when the turn was lost, or there are none. */
export type TakeTurn = <Result>(work: (turn: Turn) => Promise<Result>) => Promise<Result>;

/** A turn takes milliseconds: whoever waits longer begins to watch the one it waits for. */
const WATCH_AFTER_MS = 1_000;
/** Nobody needs a turn for that long: who has it is frozen. With the second before, the send deadline of a refresh. */
const STEAL_AFTER_MS = 34_000;

/**
 * Turns by Web Lock, which a frozen tab cannot keep. Who has not let go of it is robbed, and told so when it wakes up;
 * one thief at a time, so that no thief is robbed at work.
 */
export function createTurns(name: string, locks: LockManager, wait: Wait): TakeTurn {
  const [turnLock, theftLock] = [`${name} change`, `${name} theft`];

  return async (work) => {
    for (;;) {
      const patience = new AbortController();
      const granted = new AbortController();
      let sleeper: string | undefined;
      whoSleeps(granted.signal).then(
        (clientId) => {
          sleeper = clientId;
          patience.abort();
        },
        () => undefined,
      );
      try {
        return await lasting({ stolen: false }, (turn) =>
          locks.request(turnLock, { signal: patience.signal }, () => {
            granted.abort();
            return work(turn);
          }),
        );
      } catch (error) {
        if (sleeper === undefined) throw error;
        const theft = await steal(sleeper, work);
        if (theft !== undefined) return theft.result;
      } finally {
        granted.abort();
      }
    }
  };

  /** Resolves with the tab whose turn it has been all the time; never while turns change hands. */
  async function whoSleeps(granted: AbortSignal): Promise<string> {
    await wait(WATCH_AFTER_MS, granted);
    for (let before = await holderOf(turnLock); ; ) {
      await wait(STEAL_AFTER_MS, granted);
      const now = await holderOf(turnLock);
      if (now !== undefined && now === before) return now;
      before = now;
    }
  }

  /** `undefined` when somebody else is stealing, or the sleeper woke up. */
  async function steal<Result>(sleeper: string, work: (turn: Turn) => Promise<Result>) {
    // A thief that fell asleep itself keeps nobody from stealing.
    const options: LockOptions = (await holderOf(theftLock)) === sleeper ? { steal: true } : { ifAvailable: true };
    return lasting({ stolen: true }, (turn) =>
      locks.request(theftLock, options, async (lock) => {
        if (lock === null || (await holderOf(turnLock)) !== sleeper) return undefined;
        return { result: await locks.request(turnLock, { steal: true }, () => work(turn)) };
      }),
    );
  }

  async function holderOf(lockName: string): Promise<string | undefined> {
    return (await locks.query()).held?.find((lock) => lock.name === lockName)?.clientId;
  }
}

/** Tells the turn when it is over before its time, and says so in our own terms. */
async function lasting<Result>(
  { stolen }: Pick<Turn, 'stolen'>,
  request: (turn: Turn) => Promise<Result>,
): Promise<Result> {
  const turn: Turn = { stolen, over: false };
  try {
    return await request(turn);
  } catch (error) {
    turn.over = true;
    throw error instanceof DOMException ? lostTurn(error) : error;
  }
}

/** For `AbortError`: stolen; `InvalidStateError`: the page is being left; `SecurityError`: a frame that may have no locks. */
export function lostTurn(reason: unknown): SipgateKitError {
  const why = reason instanceof DOMException ? reason.name : String(reason);
  return new SipgateKitError('store_unavailable', `This tab lost its turn at the shared token store (${why}).`, {
    retryable: true,
    hint: 'Call again: the tab slept meanwhile, or its page was being left.',
  });
}
