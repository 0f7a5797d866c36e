import type { ClientsPlan, OAuthClientPatch, PlanStep } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { reviewPatterns } from './lint-review.ts';
import { changesOf } from './plan-text.ts';

/**
 * Says on stderr what is to be known about the redirect URIs and web origins that a plan brings; what was there before
 * is not worth a word.
 *
 * @returns whether there was a warning.
 */
export function reviewPlan(cli: Cli, { steps }: ClientsPlan): boolean {
  return steps.map((step) => reviewPatterns(cli, newPatterns(step))).includes(true);
}

function newPatterns(step: PlanStep): OAuthClientPatch {
  if (step.kind !== 'create' && step.kind !== 'update') return {};
  const added = changesOf(step).flatMap(({ field, before = [], after }) =>
    Array.isArray(after) ? [[field, after.filter((value) => !before.includes(value))]] : [],
  );
  return Object.fromEntries(added);
}
