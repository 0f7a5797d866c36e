import { SipgateKitError } from '../errors.ts';
import type { Operation } from '../operations.ts';
import { programPart } from '../program-part.ts';
import type { Clock, Wait } from '../runtime.ts';
import type { Answer } from './answer.ts';
import { ApiError } from './api-error.ts';
import type { Authorizer } from './authorizers.ts';
import { failureOf } from './call-failure.ts';
import type { CallOptions } from './call-options.ts';
import { startDeadline } from './deadline.ts';
import type { Attempt, CallDescription, CallHooks } from './hooks.ts';
import { requestIdOf } from './request-id.ts';
import { createRetryBudget, type RetryPolicy, retryDelay } from './retries.ts';

/** How a client sends. */
export interface SenderOptions {
  readonly auth: Authorizer;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy | false;
  readonly hooks: CallHooks;
  readonly now: Clock;
  readonly wait: Wait;
  readonly random: () => number;
}

/** What is called: an operation, or a file by its URL. */
export type Called = Pick<Operation, 'method' | 'path' | 'scopes' | 'featureScope' | 'neoAlternative'> & {
  readonly operationId?: Operation['operationId'];
};

/** Sends one request, with a `fetch` that authorizes it. */
export type SendOnce = (
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  signal: AbortSignal,
) => Promise<unknown>;

const loadRefusal = /* @__PURE__ */ programPart('api_unavailable', () => import('./refusal.ts'));

/** Sends calls: each within its time, repeated where that is safe, told to the hooks, refusals thrown as typed errors. */
export function createSender({ auth, baseUrl, timeoutMs, retry, hooks, now, wait, random }: SenderOptions) {
  const budget = createRetryBudget();

  return async function send<What extends Called>(
    known: Promise<What>,
    init: CallOptions,
    whole: boolean,
    prepare: (called: What) => SendOnce,
  ): Promise<Answer & { readonly called: What }> {
    const limits = { timeoutMs: init.timeoutMs ?? timeoutMs, baseUrl };
    const deadline = startDeadline(limits.timeoutMs, init.signal, wait);
    try {
      const called = await known;
      const once = prepare(called);
      const run = () => repeated(called, once);
      const answer = await (hooks.around === undefined ? run() : hooks.around(describe(called), run));
      return { ...answer, called };
    } finally {
      deadline.end();
    }

    async function repeated(called: Called, once: SendOnce): Promise<Answer> {
      const policy = init.retry ?? retry;
      for (let attempt = 1; ; attempt += 1) {
        const startedAt = now();
        const ended = (more: Partial<Attempt>) =>
          hooks.onAttempt?.({ ...describe(called), attempt, durationMs: now() - startedAt, ...more });
        let answer: Answer;
        try {
          answer = await deadline.limit(attempted(called, once));
        } catch (thrown) {
          const error = await failureOf(called, thrown, deadline, limits);
          const delay = policy ? retryDelay(called, error, attempt, policy, random) : undefined;
          const retryInMs = delay !== undefined && budget.take() ? delay : undefined;
          ended({ ...whatIsKnownOf(error), ...(retryInMs !== undefined && { retryInMs }) });
          if (retryInMs === undefined) throw error;
          await wait(retryInMs, deadline.signal).catch(async (reason: unknown) => {
            throw deadline.reached() === 'time-out' ? error : await failureOf(called, reason, deadline, limits);
          });
          continue;
        }
        budget.earn();
        ended({ status: answer.response.status, requestId: requestIdOf(answer.response.headers) });
        return answer;
      }
    }

    async function attempted(called: Called, once: SendOnce): Promise<Answer> {
      deadline.signal.throwIfAborted();
      let response: Response | undefined;
      await once(async (url, init) => {
        response = await auth.fetch(url, init);
        if (!response.ok) throw await (await loadRefusal()).refusalOf(called, response, now);
        return response;
      }, deadline.signal);
      const answered = response as unknown as Response;
      return { response: answered, bytes: new Uint8Array(whole ? await answered.arrayBuffer() : []) };
    }
  };
}

function describe({ operationId, method, path }: Called): CallDescription {
  return { operationId: operationId ?? 'download', method, path };
}

function whatIsKnownOf(error: unknown): Partial<Attempt> {
  return {
    ...(error instanceof SipgateKitError && { error }),
    ...(error instanceof ApiError && { status: error.status, requestId: error.requestId }),
  };
}
