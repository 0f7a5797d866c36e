import type { ClientsPlan, PlanStep } from '@sipgate-kit/core/clients';
import { changesOf } from './plan-text.ts';

/** A plan as `--json` prints it. */
export function planData({ inSync, steps }: ClientsPlan) {
  return { inSync, steps: steps.map(stepData) };
}

/** One step as `--json` prints it. */
export function stepData(step: PlanStep) {
  return {
    kind: step.kind,
    clientId: step.kind === 'create' ? null : step.client.clientId,
    name: step.kind === 'create' ? step.input.name : step.client.name,
    foundBy: 'foundBy' in step ? step.foundBy : null,
    changes: changesOf(step),
  };
}
