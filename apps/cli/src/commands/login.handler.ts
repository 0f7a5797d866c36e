import { type SignIn, type TokenSet, TRANSACTION_LIFETIME_MS } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import type { Arguments, Handler } from '../command.ts';
import { signInByBrowser } from '../login/browser-sign-in.ts';
import { signInByDevice } from '../login/device-sign-in.ts';
import { assertLocalLoginRuns } from '../login/local-login.ts';
import { loginSettings, rememberInProfile } from '../login/login-settings.ts';
import { givenPersonalAccessToken, ownerOf } from '../login/personal-access-token.ts';
import { givenClientSecret, type SignInRequest, scopesIn, signInRequest } from '../login/sign-in-request.ts';
import { connect } from '../session/connect.ts';
import { type EarlierSignIn, earlierSignIn } from '../session/earlier-sign-in.ts';
import { environmentCredentials } from '../session/environment-credentials.ts';
import { keepConnection, keepPersonalAccessToken } from '../session/keep-sign-in.ts';
import { type Person, personOf, personText } from '../session/person.ts';
import type { Settings } from '../settings/settings.ts';
import type { ProfileValues } from '../settings/settings-files.ts';
import { UsageError } from '../usage-error.ts';
import type { options } from './login.ts';

type LoginArguments = Arguments<typeof options>;

/** Five minutes: enough to find a password, and a second factor. In seconds. */
const DEFAULT_WAIT = 300;
/** As long as a sign-in under way is good for, in seconds. */
const LONGEST_WAIT = TRANSACTION_LIFETIME_MS / 1000;
const HELP = 'See `sipgate login --help`.';

/** What the command prints with `--json`. Instants are ISO 8601; `null` = unknown, or not there. */
interface SignedIn {
  readonly profile: string;
  readonly method: 'oauth' | 'personal_access_token';
  readonly person: Person | null;
  readonly clientId: string | null;
  readonly issuer: string | null;
  readonly scopes: readonly string[] | null;
  readonly accessTokenExpiresAt: string | null;
  readonly refreshTokenExpiresAt: string | null;
}

const login: Handler<typeof options> = async (args, cli) => {
  assertTogether(args);
  const said: ProfileValues = {
    ...(args.clientId && { clientId: args.clientId }),
    ...(args.scope.length > 0 && { scopes: scopesIn(args.scope).join(' ') }),
    ...(args.redirectUri && { redirectUri: args.redirectUri }),
  };
  const settings = await loginSettings(cli, said);
  const profile = settings.profile.value;
  const earlier = await earlierSignIn(cli, profile);
  if (environmentCredentials(cli.host.env) !== undefined) {
    cli.output.warn(
      'SIPGATE_TOKEN is set and wins over every sign-in: remove it from the environment to use this one.',
    );
  }
  const signedIn = args.pat
    ? await byPersonalAccessToken(cli, settings, earlier)
    : await byOAuth(args, cli, { said, settings, earlier });
  await report(signedIn, cli);
};

async function byPersonalAccessToken(cli: Cli, settings: Settings, earlier: EarlierSignIn): Promise<SignedIn> {
  const profile = settings.profile.value;
  const given = await givenPersonalAccessToken(cli);
  const person = await ownerOf(given, settings, cli);
  const endEarlier = await keepPersonalAccessToken(cli, profile, { ...given, earlier });
  await rememberInProfile(cli, profile, {});
  await endEarlier();
  return {
    profile,
    method: 'personal_access_token',
    person,
    clientId: null,
    issuer: null,
    scopes: null,
    accessTokenExpiresAt: null,
    refreshTokenExpiresAt: null,
  };
}

async function byOAuth(
  args: LoginArguments,
  cli: Cli,
  plan: { readonly said: ProfileValues; readonly settings: Settings; readonly earlier: EarlierSignIn },
): Promise<SignedIn> {
  const { earlier } = plan;
  const { said, settings } = await withClientId(plan, cli);
  const profile = settings.profile.value;
  const request = signInRequest(settings, {
    clientSecret: await givenClientSecret(cli, args.clientSecretStdin),
    earlier,
    waitMs: (args.wait ?? DEFAULT_WAIT) * 1000,
  });
  await assertLocalLoginRuns(request.provider, cli);
  const signIn = await signInBy(args, request, cli);
  const endEarlier = await keepConnection(cli, profile, { ...request, signIn, earlier });
  await rememberInProfile(cli, profile, said);
  await endEarlier();
  const refused = request.scopes.filter((scope) => !signIn.tokenSet.scopes.includes(scope));
  if (refused.length > 0) cli.output.warn(`sipgate did not grant: ${refused.join(' ')}`);
  const { clientId, issuer } = signIn.key;
  return {
    profile,
    method: 'oauth',
    person: await whoSignedIn(settings, cli),
    clientId,
    issuer,
    ...tokensOf(signIn.tokenSet),
  };
}

/** One function for each way of signing in by OAuth; all of them end with the same. */
function signInBy({ browser, device, wait }: LoginArguments, request: SignInRequest, cli: Cli): Promise<SignIn> {
  if (device) return signInByDevice(request, { waitMs: wait === undefined ? undefined : wait * 1000 }, cli);
  return signInByBrowser(request, { browser }, cli);
}

/** Asks for the client id where nothing names one; what is answered counts as said. */
async function withClientId<Plan extends { readonly said: ProfileValues; readonly settings: Settings }>(
  plan: Plan,
  cli: Cli,
): Promise<Pick<Plan, 'said' | 'settings'>> {
  if (plan.settings.get('clientId') !== undefined) return plan;
  if (cli.prompts.possible) {
    cli.output.note(
      'sipgate has to know which OAuth client asks. Copy the id of one from the sipgate console, or make one:\nsipgate login --pat, then sipgate clients create --preset local. To try things without an account: sipgate login --profile sandbox.',
    );
  }
  const clientId = await cli.prompts.text({
    message: 'OAuth client id:',
    instead: '--client-id <id> or SIPGATE_CLIENT_ID',
    check: (value) => (value.trim() === '' ? 'It is empty.' : undefined),
  });
  const said = { ...plan.said, clientId: clientId.trim() };
  return { said, settings: await loginSettings(cli, said) };
}

function assertTogether(args: LoginArguments): void {
  const options = [
    ['client-id', args.clientId !== undefined],
    ['client-secret-stdin', args.clientSecretStdin],
    ['scope', args.scope.length > 0],
    ['redirect-uri', args.redirectUri !== undefined],
    ['device', args.device],
  ] as const;
  const given = options.flatMap(([name, is]) => (is ? [name] : []));
  if (args.pat && given[0] !== undefined) {
    throw notTogether('pat', given[0], 'a personal access token has its own rights');
  }
  if (args.device && args.redirectUri !== undefined) {
    throw notTogether('device', 'redirect-uri', 'the browser does not come back to this machine');
  }
  if (!args.device && (args.wait ?? 0) > LONGEST_WAIT) {
    throw new UsageError(`--wait takes at most ${LONGEST_WAIT} seconds: no sign-in is good for longer.`, HELP);
  }
}

function notTogether(one: string, other: string, why: string): UsageError {
  return new UsageError(`--${one} and --${other} do not go together: ${why}.`, HELP);
}

/** The person behind the new sign-in, whatever the environment says. Not knowing is no failure: the sign-in is kept. */
async function whoSignedIn(settings: Settings, cli: Cli): Promise<Person | null> {
  const { SIPGATE_TOKEN: _token, ...env } = cli.host.env;
  const asSignedIn: Cli = { ...cli, host: { ...cli.host, env }, settings: async () => settings };
  try {
    return await personOf(await connect(asSignedIn), cli.signal);
  } catch (error) {
    cli.output.warn(
      `You are signed in, but sipgate did not say who you are: ${error instanceof Error ? error.message : error}`,
    );
    return null;
  }
}

function tokensOf({ scopes, accessTokenExpiresAt, refreshTokenExpiresAt }: TokenSet) {
  const iso = (instant: number | undefined) => (instant === undefined ? null : new Date(instant).toISOString());
  return {
    scopes,
    accessTokenExpiresAt: iso(accessTokenExpiresAt),
    refreshTokenExpiresAt: iso(refreshTokenExpiresAt),
  };
}

async function report(signedIn: SignedIn, cli: Cli): Promise<void> {
  const { profile, person, scopes } = signedIn;
  const { output } = cli;
  const option = profile === 'default' ? '' : ` --profile ${profile}`;
  output.note(`${output.noteView.colors.green('Signed in')} as ${person === null ? 'somebody' : personText(person)}.`);
  if (scopes !== null) output.note(`Granted: ${scopes.join(' ')}`);
  output.note(`Next: sipgate account${option}, or sipgate clients list${option}`);
  if (output.json) await output.data(signedIn, () => '');
}

export default login;
