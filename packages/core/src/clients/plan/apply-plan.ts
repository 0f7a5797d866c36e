import { SipgateKitError } from '../../errors.ts';
import { CreatedClientError } from '../created-client-error.ts';
import type { OAuthClients } from '../oauth-clients.ts';
import { InterruptedPlanError } from './interrupted-plan-error.ts';
import type { ClientsPlan, PlanStep } from './plan-clients.ts';

/** A step that does something. */
export type ChangingStep = Extract<PlanStep, { kind: 'create' | 'update' | 'delete' }>;

/** A step that was carried out, and the client it was about: for a new one the id that sipgate gave it. */
export interface AppliedStep {
  readonly step: ChangingStep;
  readonly clientId: string;
}

/** Settings of {@link applyPlan}. */
export interface ApplyOptions {
  readonly signal?: AbortSignal;
  /** Told before each step is sent. */
  readonly onStart?: (step: ChangingStep) => void;
  /** Told when it has been carried out. */
  readonly onDone?: (applied: AppliedStep) => void;
}

/** The steps of a plan that do something, in order. */
export function changingSteps({ steps }: ClientsPlan): readonly ChangingStep[] {
  return steps.filter(
    (step): step is ChangingStep => step.kind === 'create' || step.kind === 'update' || step.kind === 'delete',
  );
}

/**
 * Carries a plan out, one step after the other, and ends at the first that fails. A client that is gone already counts
 * as deleted; one that was created counts as created, whether or not its secret could be read.
 *
 * @throws InterruptedPlanError with what was done and what was not; planning and applying again goes on from there.
 * @example
 * const applied = await applyPlan(clients, planClients(document.clients, await clients.list()));
 */
export async function applyPlan(
  clients: OAuthClients,
  plan: ClientsPlan,
  { signal, onStart, onDone }: ApplyOptions = {},
): Promise<readonly AppliedStep[]> {
  const steps = changingSteps(plan);
  const done: AppliedStep[] = [];
  for (const [at, step] of steps.entries()) {
    onStart?.(step);
    try {
      const applied = { step, clientId: await carryOut(clients, step, signal && { signal }) };
      done.push(applied);
      onDone?.(applied);
    } catch (error) {
      throw new InterruptedPlanError({ done, failed: step, remaining: steps.slice(at + 1) }, error);
    }
  }
  return done;
}

async function carryOut(clients: OAuthClients, step: ChangingStep, options?: { signal: AbortSignal }): Promise<string> {
  switch (step.kind) {
    case 'create':
      return createdId(clients.create(step.input, options));
    case 'update':
      return (await clients.update(step.client.clientId, step.patch, options)).clientId;
    case 'delete':
      await clients.delete(step.client.clientId, options).catch((error: unknown) => {
        if (!(error instanceof SipgateKitError) || error.code !== 'not_found') throw error;
      });
      return step.client.clientId;
  }
}

async function createdId(created: Promise<{ readonly clientId: string }>): Promise<string> {
  try {
    return (await created).clientId;
  } catch (error) {
    if (error instanceof CreatedClientError) return error.clientId;
    throw error;
  }
}
