import { createPublicKey, createSign, createVerify } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSandbox } from '../src/index.ts';
import { rsaKeyFrom } from '../src/login/seeded-rsa.ts';
import { seededRandom } from '../src/random.ts';
import { relyingParty } from './relying-party.ts';

const now = () => 1_700_000_000_000;

/** Everything random that a stranger gets to see. */
async function storyOf(sandbox: Awaited<ReturnType<typeof createSandbox>>) {
  const party = relyingParty(sandbox);
  const callback = await party.signIn({ scope: 'openid all' });
  const tokens = await (await party.redeem(callback.searchParams.get('code'))).json();
  const refreshed = await (await party.refresh(tokens.refresh_token)).json();
  const description = { name: 'x', description: 'x', privacyUrl: '', termsUrl: '', redirectUris: [], webOrigins: [] };
  const made = await party.api('/authorization/oauth2/clients', refreshed.access_token, {
    method: 'POST',
    body: JSON.stringify(description),
  });
  const device = await party.post('auth/device', {
    client_id: sandbox.publicClient.clientId,
    client_secret: undefined,
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  });
  return {
    callback: callback.href,
    tokens,
    refreshed,
    made: await made.json(),
    requestId: made.headers.get('x-request-id'),
    device: await device.json(),
    keys: await (await sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).json(),
  };
}

test('the same seed gives the same ids, codes, tokens and keys, also after a reset; another seed others', async () => {
  const first = await createSandbox({ seed: 'spring', now });
  const story = await storyOf(first);

  expect(await storyOf(await createSandbox({ seed: 'spring', now }))).toEqual(story);
  first.reset();
  expect(await storyOf(first)).toEqual(story);
  const other = await storyOf(await createSandbox({ seed: 1, now }));
  const random = await storyOf(await createSandbox({ now }));
  for (const name of Object.keys(story) as (keyof typeof story)[]) {
    expect(other[name], name).not.toEqual(story[name]);
    expect(random[name], name).not.toEqual(story[name]);
  }
  expect(story.made).toMatchObject({ clientId: expect.stringMatching(/^2400101-0-[\da-f-]{36}:third-party$/) });
});

test('a seeded key signs and verifies like any other', async () => {
  const key = await rsaKeyFrom(seededRandom('a key'));

  const signature = createSign('sha256').update('text').sign(key);

  expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65_537n });
  expect(createVerify('sha256').update('text').verify(createPublicKey(key), signature)).toBe(true);
  expect((await rsaKeyFrom(seededRandom('a key'))).equals(key)).toBe(true);
});
