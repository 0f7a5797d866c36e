import { HELP, readCommandLine, type Settings } from './command/command-line.ts';
import { signingKeys, signingKeysOf } from './login/signing-keys.ts';
import type { Sandbox } from './sandbox.ts';
import { startData, startMessage } from './start-message.ts';
import { packageVersion } from './version.ts';

async function main(args: readonly string[]): Promise<void> {
  const commandLine = readCommandLine(args);
  switch (commandLine.kind) {
    case 'help':
      return void process.stdout.write(HELP);
    case 'version':
      return console.log(packageVersion());
    case 'serve':
      return serve(commandLine.settings);
    case 'exec':
      process.exitCode = await exec(commandLine.settings, commandLine.command);
  }
}

async function serve(settings: Settings): Promise<void> {
  const { sandbox, close } = await start(settings);
  const stop = () =>
    void close()
      .catch(fail)
      .then(() => process.exit());
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(settings.json ? startData(sandbox) : startMessage(sandbox));
}

/** Whatever the command writes is its own; what the sandbox has to say goes to stderr. */
async function exec(settings: Settings, command: readonly [string, ...string[]]): Promise<number> {
  const { sandbox, close } = await start(settings);
  const { environmentFor, runCommand, violationReport } = await import('./command/exec.ts');
  console.error(settings.json ? startData(sandbox) : `sipgate-sandbox: ${sandbox.url}, not for production`);
  const code = await runCommand(command, environmentFor(sandbox), console.error);
  await close();
  const report = violationReport(sandbox.violations());
  if (report !== undefined) console.error(report);
  return code === 0 && report !== undefined && !settings.allowViolations ? 1 : code;
}

async function start({ sandbox: options, stateFile }: Settings): Promise<{ sandbox: Sandbox; close(): Promise<void> }> {
  // Made in the background while the rest is still being loaded.
  void (options.seed === undefined ? signingKeys() : signingKeysOf(String(options.seed)));
  const { createSandbox } = await import('./sandbox.ts');
  const sandbox = await createSandbox(options);
  if (stateFile === undefined) return { sandbox, close: sandbox.close };
  const { loadState, saveState } = await import('./command/state-file.ts');
  try {
    await loadState(sandbox, stateFile);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
  return {
    sandbox,
    async close() {
      await sandbox.close();
      await saveState(sandbox, stateFile);
    },
  };
}

async function fail(error: unknown): Promise<void> {
  const { explain } = await import('./command/explanation.ts');
  const { message, status } = explain(error);
  console.error(message);
  process.exitCode = status;
}

await main(process.argv.slice(2)).catch(fail);
