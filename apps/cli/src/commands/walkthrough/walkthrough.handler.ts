import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../../cli.ts';
import type { Handler } from '../../command.ts';
import { assertLocalLoginRuns } from '../../login/local-login.ts';
import { loginCommand } from '../../session/login-command.ts';
import { browsingPerson, scriptedPerson } from '../../walkthrough/person.ts';
import { type Stage, stageOf } from '../../walkthrough/stage.ts';
import type { Step } from '../../walkthrough/step.ts';
import { stepText } from '../../walkthrough/step-text.ts';
import { STEPS, walk } from '../../walkthrough/walk.ts';
import type { options } from './walkthrough.ts';

const walkthrough: Handler<typeof options> = async ({ pause, auto, user }, cli) => {
  const stage = await stageOf(cli);
  const where =
    stage.sandbox === undefined ? `at ${new URL(stage.provider.issuer).host}` : `on the sandbox at ${stage.sandbox}`;
  cli.output.note(`The OAuth flow in ${STEPS} steps, ${where}, with the profile "${stage.profile}".\n`);
  const scripted = isScripted(stage, { auto, user }, cli);
  await assertLocalLoginRuns(stage.provider, cli);
  const person = scripted
    ? scriptedPerson(stage, user ?? 'alice', await cli.fetch())
    : await browsingPerson(stage, cli);
  const steps: Step[] = [];
  try {
    for await (const step of walk(stage, person, cli)) {
      steps.push(step);
      if (!cli.output.json) cli.output.raw(stepText(step, steps.length, STEPS, cli.output.view));
      const more = steps.length < STEPS;
      if (more && pause && cli.prompts.possible) {
        await cli.prompts.text({ message: 'Enter shows the next step', instead: '--no-pause' });
      }
    }
  } finally {
    await person.close();
  }
  if (cli.output.json) await cli.output.data(steps, () => '');
  cli.output.note(`Signed out again; nothing was kept. Next: ${loginCommand(stage.profile)}`);
};

function isScripted(
  stage: Stage,
  { auto, user }: { readonly auto: boolean; readonly user: string | undefined },
  cli: Cli,
): boolean {
  const wanted = auto || user !== undefined;
  if (wanted && stage.sandbox === undefined) {
    throw new SipgateKitError('invalid_input', 'Scripted people live on the sandbox only, and this is another login.', {
      hint: 'Start the sandbox in another terminal, with sipgate sandbox; or leave out --auto and --user and sign in yourself.',
    });
  }
  return stage.sandbox !== undefined && (wanted || !cli.prompts.possible);
}

export default walkthrough;
