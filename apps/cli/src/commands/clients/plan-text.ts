import { CLIENT_FIELDS, type ClientChange, type ClientsPlan, type PlanStep } from '@sipgate-kit/core/clients';
import type { Colors } from '../../output/colors.ts';
import { diffText } from '../../output/diff.ts';
import { printable } from '../../output/printable.ts';
import { clientTitle } from './client-title.ts';

/** A plan for people: each client that changes with its fields, those that stay though nobody describes them, and the sum. */
export function planText(plan: ClientsPlan, colors: Colors): string {
  const changed = plan.steps.flatMap((step) =>
    step.kind === 'create' || step.kind === 'update' || step.kind === 'delete'
      ? [`${diffText(step.kind, titleOf(step), changesOf(step), colors)}\n`]
      : [],
  );
  const unmanaged = plan.steps.flatMap((step) =>
    step.kind === 'unmanaged' ? [colors.dim(`  ${titleOf(step)} is not in the file, and stays.`)] : [],
  );
  return [...changed, ...unmanaged, sumOf(plan)].join('\n');
}

const AS_DESCRIBED = ['the file describes no OAuth clients', 'the one OAuth client is as described'];

/** `1 to create, 2 to change; 3 are as described.` */
function sumOf({ inSync, steps }: ClientsPlan): string {
  const count = (kind: PlanStep['kind']) => steps.filter((step) => step.kind === kind).length;
  const unchanged = count('unchanged');
  if (inSync) return `Nothing to do: ${AS_DESCRIBED[unchanged] ?? `all ${unchanged} OAuth clients are as described`}.`;
  const parts = [`${count('create')} to create`, `${count('update')} to change`, `${count('delete')} to delete`];
  return `${parts.join(', ')}; ${unchanged} as described.`;
}

/** `Example CRM (2556404-0-…)`; of a new client the name alone. */
function titleOf(step: PlanStep): string {
  if (step.kind === 'create') return step.input.name;
  const { name, clientId } = step.client;
  const renamed = step.kind === 'update' && step.patch.name !== undefined ? ` → ${step.patch.name}` : '';
  return printable(`${name}${renamed} (${clientId})`);
}

/** `the OAuth client "Example CRM" (2556404-0-…)`, for sentences. */
export function stepName(step: PlanStep): string {
  return step.kind === 'create' ? JSON.stringify(printable(step.input.name)) : clientTitle(step.client);
}

/** What comes and goes, of new and of deleted clients, too. */
export function changesOf(step: PlanStep): readonly ClientChange[] {
  switch (step.kind) {
    case 'update':
      return step.changes;
    case 'create':
      return CLIENT_FIELDS.filter((field) => (step.input[field]?.length ?? 0) > 0).map((field) => ({
        field,
        before: undefined,
        after: step.input[field],
      }));
    case 'delete':
      return CLIENT_FIELDS.filter((field) => (step.client[field]?.length ?? 0) > 0).map((field) => ({
        field,
        before: step.client[field],
        after: undefined,
      }));
    default:
      return [];
  }
}
