import { ApiError, probeAuthorization } from '@sipgate-kit/core';
import { type OperationId, operations, scopesOf } from '@sipgate-kit/core/operations';
import { connect } from '../../session/connect.ts';
import { grantedScopes } from '../../session/granted-scopes.ts';
import { loginCommand } from '../../session/login-command.ts';
import type { Check } from '../check.ts';
import type { DoctorContext } from '../doctor-context.ts';
import { fail, pass, Unmet, warn } from '../finding.ts';

/** What the commands of this program read, each with its operation. */
const READING = [
  ['sipgate account', 'getAccount'],
  ['sipgate balance', 'getBalance'],
  ['sipgate numbers', 'getNumbers'],
  ['sipgate users', 'getAllUsers'],
  ['sipgate history', 'getHistory'],
  ['sipgate clients', 'getClients'],
] as const satisfies readonly (readonly [string, OperationId])[];

/** The scopes asked for exist, and those that the commands need were granted. */
export const scopes: Check = {
  id: 'scopes',
  title: 'Scopes',
  async run(context) {
    const refused = await unknownScopes(context);
    if (refused !== undefined) return refused;
    const credentials = await context.credentials();
    const granted = await grantedScopes(context.cli, credentials);
    const lacking =
      granted === undefined ? await triedAndLacking(context) : READING.filter(([, id]) => !suffices(granted, id));
    if (lacking.length === 0) return pass('Every command has what it needs.');
    const missing = lacking.map(([command, id]) => `${scopesOf(id)[0]} (${command})`).join(', ');
    const { profile } = await context.settings();
    const wanted = [...new Set([...(granted ?? []), ...lacking.map(([, id]) => scopesOf(id)[0] ?? '')])].join(' ');
    return warn(
      `Not granted, so that sipgate answers with 403: ${missing}.`,
      granted === undefined
        ? 'Make a personal access token with these scopes, or sign in by browser: sipgate login'
        : `${loginCommand(profile.value)} --scope "${wanted}"`,
    );
  },
};

/** What the login says about the scopes of the next sign-in, where there is a client to sign in with. */
async function unknownScopes({ login, client, settings, askedScopes, requests }: DoctorContext) {
  try {
    const request = {
      clientId: (await client()).clientId,
      redirectUri: (await settings()).get('redirectUri') ?? '',
      scopes: await askedScopes(),
    };
    const probe = await probeAuthorization(await login(), request, requests);
    if (probe.accepted || probe.refusal.code !== 'invalid_scope') return undefined;
    return fail(probe.refusal.message, 'Correct them: sipgate config set scopes "account:read balance:read"');
  } catch (error) {
    if (error instanceof Unmet) return undefined;
    throw error;
  }
}

const suffices = (granted: readonly string[], id: OperationId) => scopesOf(id).some((scope) => granted.includes(scope));

/** Nobody says what a personal access token may do, so it is tried. */
async function triedAndLacking({ cli, tryPerson }: DoctorContext) {
  await tryPerson().catch(() => {
    throw new Unmet('sipgate does not accept the credentials');
  });
  const sipgate = await connect(cli);
  const tried = await Promise.all(
    READING.map(async (one) => {
      try {
        await sipgate.GET(operations[one[1]].path as '/account', { signal: cli.signal });
        return undefined;
      } catch (error) {
        return error instanceof ApiError && error.code === 'insufficient_scope' ? one : undefined;
      }
    }),
  );
  return tried.filter((one) => one !== undefined);
}
