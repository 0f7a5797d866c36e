import { once } from 'node:events';
import type { Handler } from '../../command.ts';
import { portError } from '../../sandbox/port-error.ts';
import { loadSandbox } from '../../sandbox/sandbox-package.ts';
import { SANDBOX_ORIGIN } from '../../settings/sandbox-profile.ts';
import type { options } from './sandbox.ts';

const sandbox: Handler<typeof options> = async ({ port, allowRealHosts }, cli) => {
  const { createSandbox, startData, startMessage } = await loadSandbox(cli.host.cwd);
  const wanted = port ?? Number(new URL(SANDBOX_ORIGIN).port);
  const running = await createSandbox({ port: wanted, allowRealHosts }).catch((error: unknown) => {
    throw portError(error, wanted);
  });
  try {
    cli.output.raw(cli.output.json ? startData(running) : startMessage(running));
    cli.output.note(nextStep(running));
    if (!cli.signal.aborted) await once(cli.signal, 'abort');
  } finally {
    await running.close();
  }
};

function nextStep({ url, issuer, apiUrl }: { url: string; issuer: string; apiUrl: string }): string {
  if (url === SANDBOX_ORIGIN) return 'Next, in another terminal: sipgate login --profile sandbox';
  return [
    'Next, in another terminal, lead the profile "sandbox" to this port, then sign in:',
    `  sipgate config set issuer ${issuer} --profile sandbox`,
    `  sipgate config set apiUrl ${apiUrl} --profile sandbox`,
    '  sipgate login --profile sandbox',
  ].join('\n');
}

export default sandbox;
