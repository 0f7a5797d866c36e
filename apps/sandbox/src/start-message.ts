import type { Sandbox } from './sandbox.ts';

/** What `sipgate-sandbox` says when it is ready: a box with everything one needs, and that it is not for production. */
export function startMessage(sandbox: Sandbox): string {
  const people = Object.values(sandbox.users);
  const rows = [
    'sipgate sandbox: NOT FOR PRODUCTION',
    'Everything is in memory, on this computer only; nothing reaches sipgate.',
    '',
    `Open         ${sandbox.url}`,
    `Issuer       ${sandbox.issuer}`,
    `             ${sandbox.issuers['sipgate-apps']}`,
    `REST API     ${sandbox.apiUrl}`,
    `Control      ${sandbox.url}/__sandbox/openapi.json says what can be done`,
    '',
    ...people.map(({ username, password }) => `Person       ${username} / ${password}`),
    ...people.map(
      ({ username, personalAccessToken: { tokenId, token } }) => `PAT          ${tokenId}:${token}  (${username})`,
    ),
    '',
    `Client       ${sandbox.client.clientId}`,
    `  secret     ${sandbox.client.clientSecret}`,
    '  redirect   http://localhost:<any port>/oauth, http://127.0.0.1:<any port>/oauth',
    `Public       ${sandbox.publicClient.clientId}`,
    '  redirect   http://localhost:<any port>/…, http://127.0.0.1:<any port>/…; PKCE (S256)',
    `Apps realm   ${sandbox.appsClient.clientId}`,
    `  secret     ${sandbox.appsClient.clientSecret}`,
    '',
    'Stop with Ctrl-C.',
  ];
  const width = Math.max(...rows.map((row) => row.length));
  const line = '─'.repeat(width + 2);
  return [`┌${line}┐`, ...rows.map((row) => `│ ${row.padEnd(width)} │`), `└${line}┘`].join('\n');
}

/** The same for programs, as `--json` prints it: one line. */
export function startData(sandbox: Sandbox): string {
  const { url, issuer, issuers, apiUrl, client, publicClient, appsClient, users } = sandbox;
  return JSON.stringify({
    url,
    issuer,
    issuers,
    apiUrl,
    client,
    publicClient,
    appsClient,
    users: Object.values(users),
  });
}
