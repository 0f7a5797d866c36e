import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newDesk } from './run-cli.ts';
import { stage } from './stage.ts';
import { openTerminal } from './terminal.ts';

const { sandbox, desk } = stage();

const sha256 = (text: string) => createHash('sha256').update(text);

/** Everything in a text that could be a token, a code, a state or a verifier. */
const candidates = (text: string) => text.match(/[\w.~-]{16,}/g) ?? [];

test('goes through on the sandbox without a terminal, with a scripted person, and leaves nothing behind', async () => {
  const here = desk();
  const { code, stdout, stderr } = await here.run(['walkthrough']);
  expect(code).toBe(0);
  expect([...stdout.matchAll(/── (\d) of 7/g)].map(([, number]) => number)).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
  ]);
  expect(stdout).toContain('Adler Optik GmbH');
  expect(stdout).toMatch(/The refresh token was rotated: [0-9a-f]{8} is spent, [0-9a-f]{8} is its successor/);
  expect(stdout).toMatch(/Session\s+not\s+active/);
  expect(stderr).toContain(`on the sandbox at ${sandbox().url}`);
  expect(sandbox().tokens().at(-1)?.alive).toBe(false);
  expect(existsSync(`${here.env['XDG_STATE_HOME']}/sipgate/connections.json`)).toBe(false);
});

test('[S44] nothing secret is on the screen, whoever looks at it, with --debug and with --json neither', async () => {
  const { clientId, clientSecret } = sandbox().client;
  const confidential = { SIPGATE_CLIENT_ID: clientId, SIPGATE_CLIENT_SECRET: clientSecret };
  for (const args of [['--debug'], ['--json']]) {
    const { code, stdout, stderr } = await desk(confidential).run(['walkthrough', '--auto', ...args]);
    expect(code).toBe(0);
    const text = stdout + stderr;
    expect(text).not.toContain(clientSecret);
    expect(text).toContain('client_secret');
    const known = new Set(
      sandbox()
        .tokens()
        .flatMap(({ tokens }) => tokens.map((token) => token.fingerprint)),
    );
    const challenge = /code_challenge"?[\s\S]{0,40}?([\w-]{43})\b/.exec(text)?.[1];
    expect(challenge).toBeDefined();
    for (const candidate of candidates(text)) {
      expect(known).not.toContain(sha256(candidate).digest('hex').slice(0, 8));
      expect(sha256(candidate).digest('base64url')).not.toBe(challenge);
    }
    // Whatever was hidden is not shown elsewhere, either: state, nonce and code among them.
    const hidden = new Set([...text.matchAll(/fingerprint ([0-9a-f]{8})\]/g)].map(([, print = '']) => print));
    expect(hidden.size).toBeGreaterThan(10);
    for (const candidate of candidates(text)) expect(hidden).not.toContain(sha256(candidate).digest('hex').slice(0, 8));
  }
});

test('[L6] --json gives the steps, and nothing else on stdout', async () => {
  const { stdout } = await desk().run(['walkthrough', '--json']);
  const steps: readonly Record<string, unknown>[] = JSON.parse(stdout);
  expect(steps.map(({ title }) => title)).toEqual([
    'Where is the login, and what can it do?',
    'The authorization request',
    'The callback',
    'The token request',
    'A call of the REST API',
    'The refresh',
    'Signing out',
  ]);
  for (const step of steps)
    expect(step).toMatchObject({ explanation: expect.any(String), remember: expect.any(Array) });
});

test('on a terminal it waits for Enter between the steps', async () => {
  const terminal = openTerminal(desk(), ['walkthrough', '--auto']);
  for (let step = 1; step < 7; step++) {
    await terminal.shows(new RegExp(`── ${step} of 7[\\s\\S]*Enter shows the next step`));
    expect(terminal.text).not.toContain(`── ${step + 1} of 7`);
    terminal.type('\r');
  }
  expect(await terminal.ended).toBe(0);
  expect(terminal.text).toContain('── 7 of 7');
});

test('a person signs in with a browser, and stops half way: no token stays alive', async () => {
  const terminal = openTerminal(desk(), ['walkthrough', '--no-pause'], { BROWSER: 'none' });
  const [address = ''] = await terminal.shows(/http:\S+\/auth\?response_type\S+/);
  const callback = await sandbox().signIn({ authorizationUrl: address, username: 'bob', password: 'sandbox' });
  const page = await (await fetch(callback)).text();
  expect(page).toContain('You are signed in');
  expect(await terminal.ended).toBe(0);
  expect(terminal.text).toContain('Brandt Logistik GmbH');

  const stopped = openTerminal(desk(), ['walkthrough', '--auto']);
  for (let step = 1; step < 5; step++) {
    await stopped.shows(new RegExp(`── ${step} of 7[\\s\\S]*Enter shows the next step`));
    if (step < 4) stopped.type('\r');
  }
  expect(sandbox().tokens().at(-1)?.alive).toBe(true);
  stopped.type('\u0003');
  expect(await stopped.ended).toBe(130);
  expect(sandbox().tokens().at(-1)?.alive).toBe(false);
});

test('a scripted person lives on the sandbox only', async () => {
  const away = newDesk({
    SIPGATE_PROFILE: 'default',
    SIPGATE_CLIENT_ID: 'x',
    SIPGATE_ISSUER: 'http://127.0.0.1:9/auth/realms/r',
  });
  const { code, stderr } = await away.run(['walkthrough', '--auto']);
  expect(code).toBe(1);
  expect(stderr).toContain('Scripted people live on the sandbox only');
});

test('without a sandbox and a client it says how to get one', async () => {
  const { code, stderr } = await newDesk({ SIPGATE_PROFILE: 'default' }).run(['walkthrough']);
  expect(code).toBe(1);
  expect(stderr).toContain('sipgate sandbox');
  expect(stderr).toContain('sipgate config set clientId');
});
