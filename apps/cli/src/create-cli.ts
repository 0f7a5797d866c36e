import type { Cli, Host } from './cli.ts';
import { commands, groups } from './command-tree.ts';
import type { GlobalArguments } from './global-options.ts';
import { createOutput } from './output/output.ts';
import { createPrompts } from './prompts/prompts.ts';
import { pathsOf } from './settings/paths.ts';
import { readSettings } from './settings/settings.ts';

/** What a command works with, made from what the program was started with. Nothing is read before it is wanted. */
export function createCli(host: Host, globals: GlobalArguments, signal: AbortSignal): Cli {
  const { env, cwd, platform } = host;
  const paths = pathsOf(env, platform);
  const settings = once(() => readSettings({ env, cwd, paths }, { profile: globals.profile }));
  const output = createOutput(host, globals);
  const fetch = once(async () => (await import('./http/cli-fetch.ts')).cliFetch({ env, output, now: host.now }));
  const prompts = createPrompts(host, globals, signal);
  const keyring = async () => (await import('./keyring/system-keyring.ts')).systemKeyring(host.startKeyring);
  const keys = once(async () => {
    const { openVaultKeys } = await import('./session/vault-keys.ts');
    return openVaultKeys({ env, paths, output, keyring: await keyring() });
  });
  const proveKeyring = async () => (await keyring()).prove();
  return {
    host,
    tree: { groups, commands },
    globals,
    output,
    prompts,
    paths,
    signal,
    settings,
    fetch,
    keys,
    proveKeyring,
  };
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= make();
    return result;
  };
}
