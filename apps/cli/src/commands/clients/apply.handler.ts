import { SipgateKitError } from '@sipgate-kit/core';
import {
  type AppliedStep,
  applyPlan,
  type ChangingStep,
  type ClientsPlan,
  changingSteps,
  InterruptedPlanError,
} from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { cancelled } from '../../prompts/prompts.ts';
import { withScopeCommand } from '../../session/granted-scopes.ts';
import type { options } from './apply.ts';
import { planFor, readClientsFile } from './clients-file.ts';
import { atRefusedFields } from './field-problems.ts';
import { ownClients } from './own-clients.ts';
import { stepData } from './plan-data.ts';
import { USUAL_FILE } from './plan-options.ts';
import { reviewPlan } from './plan-review.ts';
import { planText, stepName } from './plan-text.ts';

const apply: Handler<typeof options> = async ({ file = USUAL_FILE, prune, dryRun, yes }, cli) => {
  const described = await readClientsFile(cli, file);
  const clients = await ownClients(cli);
  const plan = planFor(described, await clients.list({ signal: cli.signal }), { prune });
  const steps = changingSteps(plan);
  const doubtful = reviewPlan(cli, plan);
  if (dryRun) {
    cli.output.note('Nothing was changed (--dry-run).');
    const outcome = plan.inSync ? 'in_sync' : 'would_apply';
    return cli.output.data(report(outcome, [], steps), (_, { colors }) => planText(plan, colors));
  }
  cli.output.note(planText(plan, cli.output.noteView.colors));
  if (plan.inSync) return finish(cli, 'in_sync', []);
  await warnOfDeletions(cli, steps);
  if (!yes) await confirm(cli, plan, doubtful);
  const done = await applyPlan(clients, plan, {
    signal: cli.signal,
    onStart: (step) => cli.output.debug(`${DOING[step.kind]} ${stepName(step)} …`),
    onDone: ({ step, clientId }) =>
      cli.output.note(`${DONE[step.kind]} ${stepName(step)}${step.kind === 'create' ? ` (${clientId})` : ''}.`),
  }).catch((error: unknown) => interrupted(cli, error));
  await finish(cli, 'applied', done);
  nextStep(cli, done);
};

const DOING = { create: 'Creating', update: 'Changing', delete: 'Deleting' } as const;
const DONE = { create: 'Created', update: 'Changed', delete: 'Deleted' } as const;

async function warnOfDeletions(cli: Cli, steps: readonly ChangingStep[]): Promise<void> {
  const deleted = steps.filter((step) => step.kind === 'delete');
  if (deleted.length === 0) return;
  cli.output.warn(
    'Deleting an OAuth client cannot be undone. Everybody who signed in with it is signed out, and has to sign in and consent again with another one.',
  );
  const settings = await cli.settings();
  if (deleted.some(({ client }) => client.clientId === settings.get('clientId'))) {
    cli.output.warn(`The profile "${settings.profile.value}" signs in with one of them.`);
  }
}

async function confirm(cli: Cli, { steps }: ClientsPlan, doubtful: boolean): Promise<void> {
  const deletes = steps.some(({ kind }) => kind === 'delete');
  const message = `${doubtful ? 'There are warnings. ' : ''}Do all this${deletes ? ', deleting for good' : ''}${doubtful ? ' all the same' : ''}?`;
  if (!(await cli.prompts.confirm({ message, instead: '--yes' }))) throw cancelled();
}

/** Says what was done and what was not, then fails as the step did. */
async function interrupted(cli: Cli, error: unknown): Promise<never> {
  if (!(error instanceof InterruptedPlanError)) throw error;
  const { done, failed, remaining } = error;
  await cli.output.data(report('incomplete', done, [failed, ...remaining]), () =>
    done.map(({ clientId }) => clientId).join('\n'),
  );
  const left = remaining.map((step) => `\n  not begun: ${step.kind} ${stepName(step)}`).join('');
  const reason = atRefusedFields(await withScopeCommand(cli, error.cause));
  const { message, hint } = reason instanceof SipgateKitError ? reason : error;
  throw new SipgateKitError(error.code, `${DOING[failed.kind]} ${stepName(failed)} failed: ${message}${left}`, {
    hint: `${hint} What is done stays done; run it again to go on from there.`,
    retryable: error.retryable,
    cause: error,
  });
}

async function finish(cli: Cli, outcome: 'applied' | 'in_sync', done: readonly AppliedStep[]): Promise<void> {
  if (!cli.output.json && done.length === 0) return;
  await cli.output.data(report(outcome, done, []), () => done.map(({ clientId }) => clientId).join('\n'));
}

function report(
  outcome: 'applied' | 'in_sync' | 'would_apply' | 'incomplete',
  done: readonly AppliedStep[],
  remaining: readonly ChangingStep[],
) {
  return {
    outcome,
    done: done.map(({ step, clientId }) => ({ ...stepData(step), clientId })),
    remaining: remaining.map(stepData),
  };
}

function nextStep(cli: Cli, done: readonly AppliedStep[]): void {
  const created = done.find(({ step }) => step.kind === 'create');
  cli.output.note(
    created === undefined
      ? 'Next: sipgate clients list'
      : `Next: sipgate clients get ${created.clientId} --write-env .env, or --reveal-secret to see its secret`,
  );
}

export default apply;
