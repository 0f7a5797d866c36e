import { describe, expect, test } from 'vitest';
import { personalAccessToken, staticToken } from '../../src/api/authorizers.ts';
import type { Fetch } from '../../src/runtime.ts';

const TOKEN_ID = 'token-ABC123';
const TOKEN = '00000000-0000-4000-8000-000000000000';

async function authorizationSentBy(make: (fetch: Fetch) => { fetch: Fetch }): Promise<string | null> {
  let sent: string | null = null;
  const auth = make(async (input, init) => {
    sent = new Request(input, init).headers.get('authorization');
    return new Response('{}');
  });
  await auth.fetch('https://api.sipgate.com/v2/account');
  return sent;
}

test('a static token is sent as Bearer', async () => {
  expect(await authorizationSentBy((fetch) => staticToken('abc.DEF-_~+/=', { fetch }))).toBe('Bearer abc.DEF-_~+/=');
});

test('a personal access token is sent as Basic', async () => {
  const sent = await authorizationSentBy((fetch) =>
    personalAccessToken({ tokenId: TOKEN_ID, token: TOKEN }, { fetch }),
  );
  expect(sent).toBe(`Basic ${Buffer.from(`${TOKEN_ID}:${TOKEN}`).toString('base64')}`);
});

describe('[S14] other origins are refused', () => {
  test.each([
    ['static token', staticToken('t')],
    ['personal access token', personalAccessToken({ tokenId: TOKEN_ID, token: TOKEN })],
  ])('by a %s', async (_, auth) => {
    await expect(auth.fetch('https://evil.example/')).rejects.toMatchObject({ code: 'origin_not_allowed' });
  });
});

describe('a shape that cannot be right is explained', () => {
  test.each(['', 'Bearer c4nary', '"c4nary"', 'c4nary\n', ' c4nary'])('static token %j', (token) => {
    expect(() => staticToken(token)).toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
    expect(() => staticToken(token)).not.toThrow('c4nary');
  });

  test.each([
    ['alice@example.com', 'c4nary', 'e-mail'],
    ['', TOKEN, 'Copy it'],
    ['token-', TOKEN, 'Copy it'],
    [TOKEN, TOKEN_ID, 'swapped'],
    ['token-ABC:12', TOKEN, 'Copy it'],
    [TOKEN_ID, '', 'Copy the token again'],
    [TOKEN_ID, 'c4nary\n', 'Copy the token again'],
    [TOKEN_ID, 'c4näry', 'Copy the token again'],
  ])('token id %j', (tokenId, token, hint) => {
    const make = () => personalAccessToken({ tokenId, token });
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', hint: expect.stringContaining(hint) }),
    );
    expect(make).not.toThrow('c4n');
  });
});
