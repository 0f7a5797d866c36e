import {
  lintRedirectUri,
  lintWebOrigin,
  type OAuthClientInput,
  type OAuthClientPatch,
  presets,
} from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import type { Arguments } from '../../command.ts';
import type { Question } from '../../prompts/prompts.ts';
import type { ClientFile } from './client-file.ts';
import type { describingOptions } from './client-options.ts';
import type { options } from './create.ts';

type Preset = keyof typeof presets;

/** The fields that options name; those not named are absent. */
export function describedFields(args: Arguments<typeof describingOptions>): OAuthClientPatch {
  const { name, description, redirectUri, webOrigin, privacyUrl, termsUrl } = args;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(redirectUri.length > 0 && { redirectUris: redirectUri }),
    ...(webOrigin.length > 0 && { webOrigins: webOrigin }),
    ...(privacyUrl !== undefined && { privacyUrl }),
    ...(termsUrl !== undefined && { termsUrl }),
  };
}

/**
 * The client that is meant: options before the file before the preset; what is still missing is asked for.
 *
 * @throws SipgateKitError `input_needed`, naming the option, where nobody can be asked.
 */
export async function draftClient(
  cli: Cli,
  args: Arguments<typeof options>,
  file: ClientFile | undefined,
): Promise<OAuthClientInput> {
  const given: OAuthClientPatch = { ...file?.fields, ...describedFields(args) };
  const guided = cli.prompts.possible && file === undefined && isIncomplete(given, args.preset as Preset | undefined);
  const name = given.name ?? (await ask(cli, 'Name, which people see when they consent:', '--name <text>'));
  const preset =
    (args.preset as Preset | undefined) ?? (given.redirectUris === undefined ? await choosePreset(cli) : undefined);
  const description =
    given.description ??
    (preset === 'local'
      ? undefined
      : await ask(cli, 'Description, which people see there, too:', '--description <text>'));
  const about = { name, ...(description !== undefined && { description }) };
  const where = await addressesOf(cli, { ...given, ...about }, preset, args.port);
  return {
    ...where,
    ...about,
    ...(given.redirectUris !== undefined && { redirectUris: given.redirectUris }),
    ...(given.webOrigins !== undefined && { webOrigins: given.webOrigins }),
    ...(await legalLinks(cli, given, guided)),
  };
}

function isIncomplete(given: OAuthClientPatch, preset: Preset | undefined): boolean {
  return (
    given.name === undefined ||
    (given.description === undefined && preset !== 'local') ||
    (given.redirectUris === undefined && (preset === undefined || preset === 'server'))
  );
}

async function choosePreset({ prompts }: Cli): Promise<Preset> {
  return prompts.choose<Preset>({
    message: 'What is it for?',
    instead: '--preset <kind>, or --redirect-uri <uri>',
    choices: [
      { value: 'server', name: 'A product that signs people in on its server' },
      { value: 'browser', name: 'An app that runs in the browser alone' },
      { value: 'webphone', name: "sipgate's web phone inside pages of mine" },
      { value: 'local', name: 'Development on this machine' },
    ],
  });
}

/** Redirect URIs and web origins by preset. */
async function addressesOf(
  cli: Cli,
  given: OAuthClientPatch & { readonly name: string },
  preset: Preset | undefined,
  port: number | undefined,
): Promise<OAuthClientInput> {
  const { name, description = '', redirectUris, webOrigins } = given;
  const asked = <Value>(value: Value | undefined, question: () => Promise<Value>) => value ?? question();
  const about = { name, description };
  switch (preset) {
    case 'local':
      return presets.local({ name, ...(given.description && { description }), ...(port !== undefined && { port }) });
    case 'browser': {
      const [origin = ''] = await asked(webOrigins, async () => [await askOrigin(cli, 'Where is the app served?')]);
      return presets.browser({ ...about, origin });
    }
    case 'webphone': {
      const pages = () => askOrigins(cli, 'Origin of the pages with the phone in them');
      return presets.webphone({ ...about, embeddedIn: await asked(webOrigins, pages) });
    }
    default:
      return presets.server({ ...about, redirectUris: await asked(redirectUris, () => askRedirectUris(cli)) });
  }
}

async function legalLinks(cli: Cli, given: OAuthClientPatch, guided: boolean) {
  const link = async (value: string | undefined, message: string, instead: string) =>
    value ?? (guided ? await cli.prompts.text({ message: `${message} (Enter for none):`, instead }) : undefined);
  const privacyUrl = await link(given.privacyUrl, 'URL of the privacy policy', '--privacy-url <url>');
  const termsUrl = await link(given.termsUrl, 'URL of the terms of service', '--terms-url <url>');
  return { ...(privacyUrl !== undefined && { privacyUrl }), ...(termsUrl !== undefined && { termsUrl }) };
}

async function ask({ prompts }: Cli, message: string, instead: string): Promise<string> {
  return prompts.text({ message, instead, check: (text) => (text.trim() === '' ? 'Write a few words.' : undefined) });
}

async function askRedirectUris(cli: Cli): Promise<readonly string[]> {
  return askSeveral(cli, 'Redirect URI, as in https://app.example.com/oauth', '--redirect-uri <uri>', lintRedirectUri);
}

async function askOrigins(cli: Cli, message: string): Promise<readonly string[]> {
  return askSeveral(cli, message, '--web-origin <origin>', lintWebOrigin);
}

async function askOrigin({ prompts }: Cli, message: string): Promise<string> {
  const check = complaint(lintWebOrigin);
  return prompts.text({
    message: `${message} As in https://app.example.com:`,
    instead: '--web-origin <origin>',
    check,
  });
}

async function askSeveral(
  { prompts }: Cli,
  message: string,
  instead: string,
  lint: typeof lintRedirectUri,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (;;) {
    const first = found.length === 0;
    const check: Question & { check: (value: string) => string | undefined } = {
      message: first ? `${message}:` : 'Another one (Enter for no more):',
      instead,
      check: (value) => (value === '' && !first ? undefined : complaint(lint)(value)),
    };
    const value = await prompts.text(check);
    if (value === '') return found;
    found.push(value);
  }
}

/** What an error of the lint says about a value while it is typed; warnings come later, with a question. */
function complaint(lint: typeof lintRedirectUri): (value: string) => string | undefined {
  return (value) => {
    const { findings, instead } = lint(value);
    const error = findings.find(({ severity }) => severity === 'error');
    if (error === undefined) return undefined;
    return instead === undefined ? error.message : `${error.message} Write instead: ${instead}`;
  };
}
