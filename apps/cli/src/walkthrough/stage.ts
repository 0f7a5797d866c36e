import { type ClientCredentials, clientCredentials, type Provider, SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { runsAt } from '../sandbox/running-sandbox.ts';
import { providerOf } from '../session/connection-tokens.ts';
import { readSignIn } from '../session/sign-in-record.ts';
import { foundSettings } from '../settings/found-settings.ts';
import { SANDBOX_PROFILE } from '../settings/sandbox-profile.ts';
import type { Settings } from '../settings/settings.ts';

/** Where the walkthrough takes place. */
export interface Stage {
  readonly profile: string;
  /** The sandbox's origin; absent for the real sipgate. */
  readonly sandbox?: string;
  readonly provider: Provider;
  readonly client: ClientCredentials;
  readonly redirectUri: string;
  readonly apiUrl: string;
}

/**
 * The profile that was named, by option or variable; else the sandbox if it runs; else the profile in use.
 *
 * @throws SipgateKitError `invalid_configuration` when there is no OAuth client to sign in with.
 */
export async function stageOf(cli: Cli): Promise<Stage> {
  const { globals, host } = cli;
  const named = globals.profile !== undefined || (host.env['SIPGATE_PROFILE'] ?? '') !== '';
  if (!named) {
    const settings = await foundSettings(cli, SANDBOX_PROFILE);
    const sandbox = await runningSandbox(cli, settings);
    if (sandbox !== undefined) return stageWith(cli, settings, sandbox);
  }
  const settings = await cli.settings();
  return stageWith(cli, settings, await runningSandbox(cli, settings));
}

async function runningSandbox(cli: Cli, settings: Settings): Promise<string | undefined> {
  const { origin } = new URL(providerOf(settings).issuer);
  return (await runsAt(origin, await cli.fetch())) ? origin : undefined;
}

async function stageWith(cli: Cli, settings: Settings, sandbox: string | undefined): Promise<Stage> {
  const profile = settings.profile.value;
  const clientId = settings.get('clientId');
  if (clientId === undefined) {
    throw new SipgateKitError(
      'invalid_configuration',
      'There is no OAuth client to sign in with, and no sandbox runs.',
      {
        hint: 'Start the sandbox in another terminal: sipgate sandbox. For the real sipgate, set a client first: sipgate config set clientId <id>',
      },
    );
  }
  const secret = cli.host.env['SIPGATE_CLIENT_SECRET'] || (await readSignIn(cli, profile))?.clientSecret?.reveal();
  return {
    profile,
    ...(sandbox !== undefined && { sandbox }),
    provider: providerOf(settings),
    client: clientCredentials(clientId, secret),
    redirectUri: settings.get('redirectUri') ?? '',
    apiUrl: settings.get('apiUrl') ?? '',
  };
}
