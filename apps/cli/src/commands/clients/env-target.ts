import { readFile } from 'node:fs/promises';
import { DEFAULT_API_URL, SipgateKitError, sipgateProvider } from '@sipgate-kit/core';
import { matchRedirectUri, type OAuthClient } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { type EnvVariables, envVariables, withVariables } from '../../input/env-file.ts';
import { pathIn, STDIO } from '../../input/text-source.ts';
import { writePrivateFile } from '../../output/private-file.ts';
import { cancelled } from '../../prompts/prompts.ts';
import type { Settings } from '../../settings/settings.ts';
import { systemCode } from '../../system-code.ts';
import { UsageError } from '../../usage-error.ts';

/** A `.env` file to write a client into, as it is before that. */
export interface EnvTarget {
  /** As it was given; `-` is stdout. */
  readonly path: string;
  readonly text: string;
  readonly variables: EnvVariables;
}

/** What stands in examples where a value belongs. */
const PLACEHOLDERS = new Set(['', 'YOUR_CLIENT_ID', 'YOUR_CLIENT_SECRET']);

/** Reads the file, if it is there. @throws SipgateKitError `file_unreadable`; UsageError when two want stdout. */
export async function readEnvTarget({ host, output }: Cli, path: string): Promise<EnvTarget> {
  if (path === STDIO && output.json) {
    throw new UsageError('--json and --write-env - cannot both have stdout.', 'Leave one of them out.');
  }
  const text = path === STDIO ? '' : await textOf(pathIn(host.cwd, path), path);
  return { path, text, variables: envVariables(text) };
}

/**
 * Asks whether values of the file may be replaced, where there are other ones than the client's. `client` is absent
 * before it is created: then any id or secret is another one.
 */
export async function confirmReplacing(
  cli: Cli,
  target: EnvTarget,
  { client, yes }: { readonly client?: OAuthClient; readonly yes: boolean },
): Promise<void> {
  const wanted =
    client === undefined ? { CLIENT_ID: '', CLIENT_SECRET: '' } : variablesOf(client, await cli.settings(), target);
  const lost = Object.entries(wanted).flatMap(([name, value]) => {
    const present = target.variables[name];
    return present === undefined || PLACEHOLDERS.has(present) || present === value ? [] : [name];
  });
  if (lost.length === 0 || yes) return;
  const message = `${target.path} sets ${lost.join(', ')} already. Replace?`;
  if (!(await cli.prompts.confirm({ message, instead: '--yes' }))) throw cancelled();
}

/**
 * Writes the client into the file: CLIENT_ID, CLIENT_SECRET, BASE_URL, and REDIRECT_URI where one can be told; with
 * another API than sipgate's also SIPGATE_KIT_API_URL. Other lines stay. The callback server and sipgate's own samples
 * read these.
 *
 * @throws SipgateKitError `file_unwritable`, `file_malformed`; the file is as it was then.
 */
export async function writeEnv(cli: Cli, target: EnvTarget, client: OAuthClient): Promise<void> {
  const { path } = target;
  const variables = variablesOf(client, await cli.settings(), target);
  const text = withVariables(target.text, variables, path);
  if (path === STDIO) return cli.output.raw(text);
  await writePrivateFile(pathIn(cli.host.cwd, path), path, text);
  cli.output.note(`Wrote ${Object.keys(variables).join(', ')} to ${path}, readable by you alone. Do not commit it.`);
  if (client.clientSecret === undefined) cli.output.warn(`sipgate shows no secret of this client: ${path} has none.`);
}

function variablesOf(client: OAuthClient, settings: Settings, { variables }: EnvTarget): EnvVariables {
  const { clientId, clientSecret, redirectUris } = client;
  const issuer = settings.get('issuer') ?? sipgateProvider({ clientId }).issuer;
  const apiUrl = settings.get('apiUrl') ?? DEFAULT_API_URL;
  const present = variables['REDIRECT_URI'];
  const keeps = present !== undefined && matchRedirectUri(present, redirectUris) !== undefined;
  const redirectUri = keeps ? present : redirectUris.find((uri) => !uri.includes('*'));
  return {
    CLIENT_ID: clientId,
    ...(clientSecret && { CLIENT_SECRET: clientSecret.reveal() }),
    // Without https://, as sipgate's samples have it.
    BASE_URL: `${issuer}/protocol/openid-connect`.replace(/^https:\/\//, ''),
    ...(variables['SIPGATE_KIT_ISSUER'] !== undefined && { SIPGATE_KIT_ISSUER: issuer ?? '' }),
    ...(redirectUri !== undefined && { REDIRECT_URI: redirectUri }),
    ...((apiUrl !== DEFAULT_API_URL || variables['SIPGATE_KIT_API_URL'] !== undefined) && {
      SIPGATE_KIT_API_URL: apiUrl,
    }),
  };
}

async function textOf(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return '';
    throw new SipgateKitError('file_unreadable', `${shown} cannot be read (${code}).`, {
      hint: 'Name another file. Nothing was changed.',
    });
  }
}
