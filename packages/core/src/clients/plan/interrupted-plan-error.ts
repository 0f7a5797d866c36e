import { SipgateKitError } from '../../errors.ts';
import type { AppliedStep, ChangingStep } from './apply-plan.ts';

/**
 * A plan was carried out in part: a step failed, and the ones after it were not begun. Planning and applying once more
 * goes on where it ended. `code` and `cause` say why.
 *
 * @example
 * if (error instanceof InterruptedPlanError) console.error(`${error.done.length} done, ${error.remaining.length} left`);
 */
export class InterruptedPlanError extends SipgateKitError {
  override readonly name = 'InterruptedPlanError';
  readonly done: readonly AppliedStep[];
  /** After a creation without an answer, nobody knows whether it was carried out; the next plan sees. */
  readonly failed: ChangingStep;
  readonly remaining: readonly ChangingStep[];

  constructor(
    steps: { done: readonly AppliedStep[]; failed: ChangingStep; remaining: readonly ChangingStep[] },
    cause: unknown,
  ) {
    const reason = cause instanceof SipgateKitError ? cause : undefined;
    const { done, remaining } = steps;
    super(
      reason?.code ?? 'internal_error',
      `${reason?.message ?? 'Something went wrong.'} ${done.length} of ${done.length + 1 + remaining.length} changes were made before.`,
      {
        hint: `${reason?.hint ?? ''} What is done stays done; apply again to go on.`.trimStart(),
        retryable: reason?.retryable ?? false,
        cause,
      },
    );
    this.done = done;
    this.failed = steps.failed;
    this.remaining = remaining;
  }
}
