import type { Clock, Fetch, Secret, Wait } from '@sipgate-kit/core';
import type { Logger } from '../log.ts';
import type { NeedsLoginEvent } from './needs-login-event.ts';
import { createTurns } from './turns.ts';
import { signatureHeaders } from './webhook-signature.ts';

/** Where to tell that a person has to sign in again. */
export interface WebhookTarget {
  /** https, or plain http to this machine. */
  readonly url: string;
  /** Each of them signs every message. */
  readonly secrets: readonly Secret[];
}

/** What became of a message, or of one attempt: `failed` is tried again, the others are final. */
export type WebhookOutcome = 'delivered' | 'failed' | 'given-up' | 'outdated';

/** What {@link createWebhook} is made of. */
export interface WebhookOptions {
  readonly target: WebhookTarget;
  readonly fetch: Fetch;
  readonly wait: Wait;
  /** Our own clock: receivers refuse what seems too old. */
  readonly now: Clock;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
  readonly log: Logger;
  readonly count: (outcome: WebhookOutcome) => void;
  /** Whether a message that has waited says what is no longer so: the person has signed in again, for instance. */
  readonly isOutdated: (connectionId: string) => Promise<boolean>;
}

/** Tells another server what happened here. */
export interface Webhook {
  /** Returns at once and never throws; what becomes of the message goes to the log and the metrics. */
  send(event: NeedsLoginEvent): void;
  /** Ends it: what waits for another try is given up, what is on its way gets three more seconds. */
  close(): Promise<void>;
}

/** Pauses before the further tries, give or take a fifth. Durations in milliseconds. */
const PAUSES_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000];
const TIMEOUT_MS = 10_000;
const STOP_PATIENCE_MS = 3_000;
const MOST_AT_ONCE = 4;
/** A receiver that is down must not fill our memory. */
const MOST_WAITING = 10_000;
/** The receiver wants no more of it. */
const GONE = 410;

/** Why an attempt failed. */
interface Refusal {
  readonly reason: string;
  readonly final: boolean;
}

/**
 * Sends signed messages (Standard Webhooks) in the background: six tries within three quarters of an hour, each at most
 * ten seconds, no redirect followed. Messages live in this process only: one that ends takes them along.
 */
export function createWebhook(options: WebhookOptions): Webhook {
  const { target, fetch, wait, now, random, log, count } = options;
  const stopping = new AbortController();
  const hurrying = new AbortController();
  const inTurn = createTurns(MOST_AT_ONCE);
  const underWay = new Set<Promise<void>>();

  async function attempt({ id }: NeedsLoginEvent, body: string): Promise<Refusal | undefined> {
    const timestamp = Math.floor(now() / 1_000);
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'sipgate-kit',
          ...signatureHeaders(target.secrets, { id, timestamp, body }),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), hurrying.signal]),
      });
      await response.body?.cancel().catch(() => undefined);
      return response.ok ? undefined : { reason: `HTTP ${response.status}`, final: response.status === GONE };
    } catch (error) {
      return { reason: reasonOf(error), final: false };
    }
  }

  async function deliver(event: NeedsLoginEvent): Promise<void> {
    const body = JSON.stringify(event);
    for (let tries = 1; ; tries++) {
      const refusal = await inTurn(() => attempt(event, body));
      if (refusal === undefined) return tell(event, 'delivered', tries);
      const pauseMs = PAUSES_MS[tries - 1];
      if (refusal.final || pauseMs === undefined) return tell(event, 'given-up', tries, refusal.reason);
      tell(event, 'failed', tries, refusal.reason);
      await wait(pauseMs * (0.8 + random() * 0.4), stopping.signal).catch(() => undefined);
      if (stopping.signal.aborted) return tell(event, 'given-up', tries, 'this process stops');
      // A vault that does not answer decides nothing.
      if (await options.isOutdated(event.connectionId).catch(() => false)) return tell(event, 'outdated', tries);
    }
  }

  function tell({ id, connectionId }: NeedsLoginEvent, outcome: WebhookOutcome, tries: number, reason?: string): void {
    count(outcome);
    const level = outcome === 'failed' ? 'warn' : outcome === 'given-up' ? 'error' : 'info';
    log[level]({ audit: 'webhook', outcome, webhookId: id, connectionId, tries, reason }, 'webhook');
  }

  return {
    send(event) {
      if (underWay.size >= MOST_WAITING) return tell(event, 'given-up', 0, 'too many wait already');
      const delivery = deliver(event).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
    async close() {
      stopping.abort();
      const done = new AbortController();
      const patience = wait(STOP_PATIENCE_MS, done.signal).then(
        () => hurrying.abort(),
        () => undefined,
      );
      await Promise.all(underWay);
      done.abort();
      await patience;
    },
  };
}

/** The platform's code, such as `ECONNREFUSED`; never the address, which may hold a secret. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
