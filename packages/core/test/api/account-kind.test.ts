import { describe, expect, test } from 'vitest';
import { featureScopeOf, findFeatureScope } from '../../src/api/account-kind.ts';
import { createSipgateClient } from '../../src/api/client.ts';

const tokenSaying = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

test.each([
  [{ featureScope: 'CLASSIC_PBX' }, 'CLASSIC_PBX'],
  [{ featureScope: 'CLASSIC' }, 'CLASSIC_PBX'],
  [{ featureScope: 'NEO_PBX' }, 'NEO_PBX'],
  [{ featureScope: 'SOMETHING_NEW' }, undefined],
  [{ featureScope: 7 }, undefined],
  [{}, undefined],
])('a token that says %j is of %s', (claims, kind) => {
  expect(featureScopeOf(tokenSaying(claims))).toBe(kind);
});

test('what is no JWT says nothing', () => {
  expect(featureScopeOf('')).toBeUndefined();
  expect(featureScopeOf('token-ABC')).toBeUndefined();
});

describe('finding out', () => {
  const SENTENCE = 'This endpoint requires a sipgate Classic PBX Account';

  function clientFor(answer: () => Response, scopes?: readonly string[]) {
    const paths: string[] = [];
    const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
      paths.push(new URL(new Request(input, init).url).pathname);
      return answer();
    };
    return { sipgate: createSipgateClient({ auth: { fetch }, retry: false, ...(scopes && { scopes }) }), paths };
  }

  test('does not ask where the token says it', async () => {
    const { sipgate, paths } = clientFor(() => new Response(null, { status: 500 }));
    expect(await findFeatureScope(sipgate, { accessToken: tokenSaying({ featureScope: 'NEO_PBX' }) })).toBe('NEO_PBX');
    expect(paths).toEqual([]);
  });

  test('asks for the groups, which only classic accounts have', async () => {
    const { sipgate, paths } = clientFor(() => Response.json({ items: [] }));
    expect(await findFeatureScope(sipgate)).toBe('CLASSIC_PBX');
    expect(paths).toEqual(['/v2/groups']);
    const refusing = clientFor(() => new Response(SENTENCE, { status: 403 }));
    expect(await findFeatureScope(refusing.sipgate)).toBe('NEO_PBX');
  });

  test('does not take a missing scope for an account of the newer kind', async () => {
    const silent = () => new Response(null, { status: 403 });
    expect(await findFeatureScope(clientFor(silent).sipgate)).toBeUndefined();
    expect(await findFeatureScope(clientFor(silent, ['groups:read']).sipgate)).toBe('NEO_PBX');
    await expect(findFeatureScope(clientFor(silent, ['account:read']).sipgate)).rejects.toMatchObject({
      code: 'insufficient_scope',
    });
  });

  test('throws what has nothing to do with it', async () => {
    const { sipgate } = clientFor(() => new Response(null, { status: 503 }));
    await expect(findFeatureScope(sipgate)).rejects.toMatchObject({ code: 'api_unavailable' });
  });

  test('a refusal for the kind of account names what to call instead', async () => {
    const { sipgate } = clientFor(() => new Response(SENTENCE, { status: 403 }));
    await expect(sipgate.GET('/groups')).rejects.toMatchObject({
      code: 'classic_account_required',
      hint: 'Call getChannels instead, which does the job on accounts of the newer kind.',
    });
    const { sipgate: silent } = clientFor(() => new Response(null, { status: 403 }));
    await expect(silent.GET('/history')).rejects.toMatchObject({
      code: 'insufficient_scope',
      hint: expect.stringContaining('call getChannelEvents instead'),
    });
  });
});
