import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curlCommand } from '../src/console/requests/curl-command.ts';
import { type ShellPart, shellWord } from '../src/console/requests/shell-word.ts';
import { createSandbox } from '../src/index.ts';
import { relyingParty } from './relying-party.ts';

/** What a shell makes of a script in which curl only prints its arguments. */
async function argumentsOf(script: string, env: Record<string, string> = {}): Promise<string[]> {
  const printing = `curl() { printf '%s\\0' "$@"; }\n${script}\n`;
  const { stdout } = await promisify(execFile)('sh', ['-c', printing], { env, maxBuffer: 1e7 });
  return stdout.split('\0').slice(0, -1);
}

test('[S41] the log as curl commands: what is secret is a variable, and with it the command does the same again', async () => {
  const sandbox = await createSandbox();
  const party = relyingParty(sandbox);
  const first = await party.tokens();
  const second = (await (await party.refresh(first.refresh_token)).json()) as typeof first;
  await party.api('/account?limit=3&note=private', second.access_token);
  const commands = sandbox.requests().map((request) => curlCommand(request, sandbox.url));

  const { clientId, clientSecret } = sandbox.client;
  for (const secret of [clientSecret, first.refresh_token, first.access_token, second.access_token, 'private', 'alice'])
    expect(commands.join('\n')).not.toContain(secret);

  const [refresh = '', account = ''] = commands.slice(-2);
  expect(await argumentsOf(refresh, { CLIENT_SECRET: clientSecret, REFRESH_TOKEN: second.refresh_token })).toEqual([
    `${sandbox.issuer}/protocol/openid-connect/token`,
    ...[`client_id=${clientId}`, `client_secret=${clientSecret}`, 'grant_type=refresh_token']
      .concat(`refresh_token=${second.refresh_token}`)
      .flatMap((field) => ['--data-urlencode', field]),
  ]);
  expect(await argumentsOf(account, { ACCESS_TOKEN: second.access_token, NOTE: 'a b' })).toEqual([
    `${sandbox.apiUrl}/account`,
    '-G',
    ...['--data-urlencode', 'limit=3', '--data-urlencode', 'note=a b'],
    ...['-H', `Authorization: Bearer ${second.access_token}`],
  ]);
});

test('other methods, bodies and credentials', async () => {
  const logged = { id: 1, at: 0, durationMs: 1, status: 200 };
  const put = { ...logged, method: 'PUT', path: '/v2/a', query: 'id=***', contentType: 'application/json' };
  const basic = { ...logged, method: 'HEAD', path: '/v2/account', authorization: 'Basic ***' };
  const page = { ...logged, method: 'GET', path: '/auth/realms/third-party/login-actions/:interaction' };

  expect(await argumentsOf(curlCommand(put, 'http://x'), { ID: '7' })).toEqual([
    ...['http://x/v2/a?id=7', '-X', 'PUT', '-H', 'Content-Type: application/json', '--data-binary', '@request-body'],
  ]);
  expect(await argumentsOf(curlCommand(basic, 'http://x'), { TOKEN_ID: 'token-ALICE1', TOKEN: 't' })).toEqual([
    ...['http://x/v2/account', '--head', '-u', 'token-ALICE1:t'],
  ]);
  expect(await argumentsOf(curlCommand(page, 'http://x'), { INTERACTION: 'i' })).toEqual([
    'http://x/auth/realms/third-party/login-actions/i',
  ]);
});

test('whatever is in a word, the shell reads it as it is and runs nothing', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')),
    fc.constantFrom("'", '"', '$HOME', '`id`', '$(id)', '\\', '!!', '\n', "'; id; '", `$${'{V}'}`, '*', '~'),
  );
  const part = fc.oneof(text, fc.constant<ShellPart>({ variable: 'V' }));
  const words = fc.sample(fc.array(part, { minLength: 1, maxLength: 6 }), 400);
  const value = 'the "value" of $V';

  const read = await argumentsOf(words.map((parts) => `curl ${shellWord(parts)}`).join('\n'), { V: value });

  expect(read).toEqual(words.map((parts) => parts.map((one) => (typeof one === 'string' ? one : value)).join('')));
});
