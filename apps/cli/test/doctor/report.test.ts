import { expect, test } from 'vitest';
import { oauthDesk } from '../oauth-desk.ts';
import { stage } from '../stage.ts';
import { openTerminal } from '../terminal.ts';

const { sandbox, desk } = stage();

test('[L8] one line per check for programs, with tabs', async () => {
  const { stdout } = await desk().run(['doctor']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(19);
  for (const line of lines) expect(line).toMatch(/^(?:PASS|WARN|FAIL|SKIP)\t[a-z-]+\t[^\t]+(?:\t.*)?$/);
});

test('[L6] the shape of --json, which scripts rely on', async () => {
  const { stdout } = await desk().run(['doctor', '--json']);
  const results: readonly Record<string, string>[] = JSON.parse(stdout);
  expect(results.map(({ check }) => check)).toMatchInlineSnapshot(`
    [
      "node",
      "files",
      "settings",
      "environment",
      "state",
      "proxy",
      "certificates",
      "login-server",
      "api-server",
      "clock",
      "provider",
      "realm",
      "client",
      "code-exchange",
      "redirect-uri",
      "port",
      "sign-in",
      "access",
      "scopes",
    ]
  `);
  for (const result of results) {
    const expected = ['check', 'message', 'status', 'title'];
    const withRemedy = ['warn', 'fail'].includes(result['status'] ?? '');
    expect(Object.keys(result).sort()).toEqual((withRemedy ? [...expected, 'remedy'] : expected).sort());
  }
});

test('on a terminal the remedy stands below, and a summary at the end', async () => {
  const terminal = openTerminal(desk(), ['doctor']);
  await terminal.shows(/WARN {2}Sign-in +Nobody is signed in with the profile "default"\.\n +→ Next: sipgate login/);
  await terminal.shows(/\d+ passed, \d+ warnings?, \d+ not checked\./);
  expect(await terminal.ended).toBe(0);
});

test('[S44] nothing secret is printed, with --debug neither', async () => {
  const signedIn = await oauthDesk(sandbox(), { settings: { SIPGATE_CLIENT_SECRET: 'the-canary-of-the-secret' } });
  const { stdout, stderr } = await signedIn.run(['doctor', '--debug']);
  const { accessToken, refreshToken = '-', idToken = '-' } = signedIn.tokenSet;
  for (const secret of ['the-canary-of-the-secret', accessToken, refreshToken, idToken]) {
    expect(stdout + stderr).not.toContain(secret);
  }
});
