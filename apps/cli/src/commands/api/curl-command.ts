import type { Cli } from '../../cli.ts';
import { findCredentials } from '../../session/credentials.ts';

/** What stands for an access token: the command that prints a valid one when the line is run. */
const tokenCommand = (profile: string | undefined) =>
  `sipgate auth token${profile === undefined ? '' : ` --profile ${quoted(profile)}`}`;

/** A line for a POSIX shell that sends the same request, with the credentials in use but without their values. */
export async function curlCommand(cli: Cli, request: Request): Promise<string> {
  const credentials = await findCredentials(cli);
  const authorization =
    credentials?.kind === 'personal access token'
      ? '--user "$SIPGATE_TOKEN_ID:$SIPGATE_TOKEN"'
      : `--header "Authorization: Bearer $(${tokenCommand(cli.globals.profile)})"`;
  if (credentials?.kind === 'personal access token' && credentials.origin === 'sign-in') {
    cli.output.note('Set SIPGATE_TOKEN_ID and SIPGATE_TOKEN to your personal access token first.');
  }
  const headers = [...request.headers].map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`);
  const body = await request.text();
  return [
    `curl --request ${request.method}`,
    authorization,
    ...headers,
    ...(body === '' ? [] : [`--data-raw ${quoted(body)}`]),
    quoted(request.url),
  ].join(' ');
}

/** One word for a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
