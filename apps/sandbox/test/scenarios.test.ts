import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { claimsOf, type RelyingParty, refusalOf, relyingParty } from './relying-party.ts';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox({ now: () => 1_000_000_000_000 });
  party = relyingParty(sandbox);
});
afterEach(() => sandbox.close());

test('they are listed, and played over the control API', async () => {
  const control = `${sandbox.url}/__sandbox/scenarios`;
  const { scenarios } = await (await sandbox.fetch(control)).json();
  expect(scenarios.map(({ name }: { name: string }) => name)).toEqual([
    'rotation-race',
    'lost-refresh',
    'outage-30s',
    'consent-withdrawn',
    'neo-account',
    'classic-account',
  ]);

  for (const { name, title, description } of scenarios) {
    const played = await sandbox.fetch(`${control}/${name}`, { method: 'POST' });
    const { did } = await played.json();
    expect([played.status, title, description, did]).toEqual([
      200,
      expect.stringMatching(/\S/),
      expect.stringMatching(/\S/),
      expect.arrayContaining([expect.stringMatching(/^[A-Z].*\.$/)]),
    ]);
  }
});

test('rotation-race: two refreshes with one token end the session, though the first answer says nothing of it', async () => {
  const tokens = await party.tokens();
  sandbox.play('rotation-race');
  expect((await party.api('/account', tokens.access_token)).status).toBe(401);

  const slow = party.refresh(tokens.refresh_token);
  await expect.poll(() => sandbox.tokens()[0]?.tokens.some(({ status }) => status === 'used')).toBe(true);
  expect(await refusalOf(await party.refresh(tokens.refresh_token))).toContain('Maximum allowed refresh token reuse');

  const first = await slow;
  expect(first.status).toBe(200);
  expect(sandbox.tokens()[0]).toMatchObject({ alive: false, endReason: 'refresh token used twice' });
});

test('lost-refresh: the token is used up, and nobody has the new one', async () => {
  const tokens = await party.tokens();
  sandbox.play('lost-refresh');

  await expect(party.refresh(tokens.refresh_token)).rejects.toThrow(TypeError);

  expect(await refusalOf(await party.refresh(tokens.refresh_token))).toContain('Maximum allowed refresh token reuse');
});

test('it waits for the refresh: a sign-in before goes through', async () => {
  sandbox.play('lost-refresh');

  const tokens = await party.tokens();

  await expect(party.refresh(tokens.refresh_token)).rejects.toThrow(TypeError);
});

test('outage-30s: 503 for 30 seconds of its clock, then all is well', async () => {
  const tokens = await party.tokens();
  sandbox.play('outage-30s');

  const answers = [await party.refresh(tokens.refresh_token), await party.api('/account', tokens.access_token)];
  expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
    [503, '30'],
    [503, '30'],
  ]);
  sandbox.clock.advance(30_000);

  expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
});

test('consent-withdrawn: of one person; the next sign-in asks again', async () => {
  const browser = new Map();
  const tokens = await party.tokens({ browser });
  const bobs = await party.tokens({ username: 'bob' });

  expect(sandbox.play('consent-withdrawn', { username: 'alice' })).toEqual([
    'Consents of alice are gone; client sessions ended: 1.',
  ]);

  expect((await party.refresh(tokens.refresh_token)).status).toBe(400);
  expect((await party.refresh(bobs.refresh_token)).status).toBe(200);
  const again = await sandbox.signIn({
    authorizationUrl: party.authorizationUrl(),
    username: 'alice',
    password: 'sandbox',
    consent: 'no',
    browser,
  });
  expect(again.searchParams.get('error')).toBe('access_denied');
});

test('neo-account and classic-account: tokens and REST API say so; a snapshot brings it back', async () => {
  const classic = await party.tokens({ scope: 'openid all' });
  expect((await party.api('/channels', classic.access_token)).status).toBe(403);
  const before = sandbox.snapshot();

  expect(sandbox.play('neo-account', { username: 'alice' })).toEqual(['Adler Optik GmbH (2400101) is NEO_PBX.']);

  const neo = await (await party.refresh(classic.refresh_token)).json();
  expect(claimsOf(neo.access_token)).toMatchObject({ featureScope: 'NEO_PBX' });
  expect((await party.api('/channels', neo.access_token)).status).toBe(200);
  sandbox.play('classic-account');
  expect((await party.api('/channels', neo.access_token)).status).toBe(403);
  sandbox.play('neo-account');
  sandbox.restore(before);
  expect((await party.api('/channels', classic.access_token)).status).toBe(403);
});

test('a scenario or a person nobody knows is refused', () => {
  expect(() => sandbox.play('no-such' as 'lost-refresh')).toThrow("There is no scenario 'no-such'");
  expect(() => sandbox.play('lost-refresh', { username: 'mallory' })).toThrow("There is no person 'mallory'");
});
