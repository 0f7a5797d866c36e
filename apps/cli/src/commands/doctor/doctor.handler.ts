import { SipgateKitError } from '@sipgate-kit/core';
import type { Handler } from '../../command.ts';
import { checks } from '../../doctor/checks.ts';
import { createDoctorContext } from '../../doctor/doctor-context.ts';
import { reportText } from '../../doctor/report.ts';
import { runChecks } from '../../doctor/run-checks.ts';

const doctor: Handler<Record<never, never>> = async (_args, cli) => {
  const progress = cli.output.progress(`Looking at ${checks.length} things …`);
  const context = await createDoctorContext(cli);
  const results = await runChecks(checks, context, (ended) =>
    progress.update(`Looking at ${checks.length} things: ${ended} done …`),
  ).finally(() => progress.done());
  cli.signal.throwIfAborted();
  await cli.output.data(results, reportText);
  const failed = results.filter(({ status }) => status === 'fail');
  if (failed.length === 0) return;
  const names = failed.map(({ title }) => title).join(', ');
  const offline = ['login-server', 'api-server'].every((id) => failed.some(({ check }) => check === id));
  throw new SipgateKitError(
    'checks_failed',
    `${failed.length} of ${results.length} checks failed: ${names}.${offline ? ' Neither server can be reached: is this computer offline?' : ''}`,
    { hint: 'The report says what to do about each. Then run it again.' },
  );
};

export default doctor;
