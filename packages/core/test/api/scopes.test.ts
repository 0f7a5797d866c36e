import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSipgateClient } from '../../src/api/client.ts';
import { type OperationId, operations } from '../../src/operations.ts';
import type { Fetch } from '../../src/runtime.ts';

/** A client that counts what leaves, and gets an empty object for everything. */
function clientWith(options: Omit<Parameters<typeof createSipgateClient>[0], 'auth'>) {
  const sent: string[] = [];
  const fetch: Fetch = async (input, init) => {
    sent.push(new Request(input, init).url);
    return Response.json({});
  };
  return { sipgate: createSipgateClient({ auth: { fetch }, ...options }), sent };
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'sent',
    (error: { code: string }) => error.code,
  );

describe('a call that the token’s scopes cannot satisfy', () => {
  test('is not sent, and the error says what is needed and what there is', async () => {
    const { sipgate, sent } = clientWith({ scopes: ['openid', 'account:read'] as readonly string[] });
    await expect(sipgate.GET('/balance')).rejects.toMatchObject({
      name: 'ApiError',
      code: 'insufficient_scope',
      operationId: 'getBalance',
      neededScopes: ['balance:read', 'all'],
      message:
        'GET /balance was not sent: it needs the scope balance:read or all, and the token has openid account:read.',
      hint: 'Ask for balance:read at the next sign-in, or tick it in the personal access token.',
    });
    await sipgate.GET('/account');
    expect(sent).toEqual(['https://api.sipgate.com/v2/account']);
  });

  test('is sent where checking is switched off, and where the scopes are not known', async () => {
    const unchecked = clientWith({ scopes: [] as readonly string[], checkScopes: false });
    expect(await codeOf(unchecked.sipgate.GET('/balance'))).toBe('sent');
    expect(await codeOf(clientWith({}).sipgate.GET('/balance'))).toBe('sent');
  });

  test('never leaves, whatever the operation and the scopes', async () => {
    const ids = Object.keys(operations) as OperationId[];
    const all = [...new Set(ids.flatMap((id) => operations[id].scopes))];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ids), fc.subarray(all), async (id, scopes) => {
        const { sipgate } = clientWith({ scopes: scopes as readonly string[] });
        const values = [...operations[id].path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, 'x'] as const);
        const needed = operations[id].scopes;
        const may = needed.length === 0 || needed.some((scope) => scopes.includes(scope));
        expect(await codeOf(sipgate.request(id, { path: Object.fromEntries(values) }))).toBe(
          may ? 'sent' : 'insufficient_scope',
        );
      }),
    );
  });
});

describe('scopes read at run time', () => {
  test('hasScopes tells whether they are there', () => {
    const { sipgate } = clientWith({ scopes: ['account:read'] as readonly string[] });
    expect(sipgate.hasScopes(['account:read'])).toBe(true);
    expect(sipgate.hasScopes(['account:read', 'balance:read'])).toBe(false);
    expect(clientWith({ scopes: ['all'] as readonly string[] }).sipgate.hasScopes(['balance:read'])).toBe(true);
    expect(clientWith({ scopes: ['all'] as readonly string[] }).sipgate.hasScopes(['internal'])).toBe(false);
    expect(clientWith({}).sipgate.hasScopes(['balance:read'])).toBe(true);
  });

  test('withScopes names those that are missing', () => {
    const { sipgate } = clientWith({ scopes: ['account:read'] as readonly string[] });
    expect(() => sipgate.withScopes(['account:read', 'users:read', 'balance:read'])).toThrow(
      expect.objectContaining({
        code: 'insufficient_scope',
        message: 'The token lacks the scope users:read balance:read.',
      }),
    );
    expect(sipgate.withScopes(['account:read']).scopes).toEqual(['account:read']);
  });
});

describe('a client that knows the kind of the account', () => {
  test('of the newer kind does not ask for groups, and names what to call instead', async () => {
    const { sipgate, sent } = clientWith({ featureScope: 'NEO_PBX' });
    await expect(sipgate.GET('/groups')).rejects.toMatchObject({
      code: 'classic_account_required',
      hint: 'Call getChannels instead, which does the job on accounts of the newer kind.',
    });
    await expect(
      sipgate.call('newCall', { body: { caller: 'e0', callee: '+493023125001' } as never }),
    ).rejects.toMatchObject({ code: 'classic_account_required', hint: expect.stringContaining('createCall') });
    expect(sent).toEqual([]);
    expect(await codeOf(sipgate.GET('/channels'))).toBe('sent');
  });

  test('of the classic kind does not ask for channels', async () => {
    const { sipgate } = clientWith({ featureScope: 'CLASSIC_PBX' });
    expect(await codeOf(sipgate.GET('/channels'))).toBe('neo_account_required');
    expect(await codeOf(sipgate.GET('/groups'))).toBe('sent');
  });
});
