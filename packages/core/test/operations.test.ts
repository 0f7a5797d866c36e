import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  findOperation,
  type OperationId,
  operations,
  type ResponseData,
  type Schemas,
  scopesOf,
} from '../src/operations.ts';

describe('findOperation', () => {
  test.each([
    ['GET', '/account', 'getAccount'],
    ['get', '/account', 'getAccount'],
    ['GET', '/users/{userId}', 'getUser'],
    ['GET', '/users/w0', 'getUser'],
    ['GET', '/history?limit=3', 'getHistory'],
    ['PUT', '/authorization/oauth2/clients/1-0-x%3Athird-party', 'updateClient'],
    ['GET', '/authorization/oauth2/clients/1-0-x/gdpr', 'getGdprUrls'],
    ['GET', '/w0/devices', 'getDevices'],
    ['GET', '/users/devices', 'getUser'],
    ['GET', '/history/export', 'getHistoryCSV'],
    ['GET', '/', 'getApiUrls'],
  ])('%s %s is %s', (method, path, operationId) => {
    expect(findOperation(method, path)?.operationId).toBe(operationId);
  });

  test.each([
    ['POST', '/account'],
    ['GET', '/accounts'],
    ['GET', '/users/'],
    ['GET', '/users/w0/devices'],
    ['GET', 'account'],
    ['GET', ''],
  ])('%s %s is none', (method, path) => {
    expect(findOperation(method, path)).toBeUndefined();
  });

  test('finds every operation by its own template', () => {
    for (const [operationId, { method, path }] of Object.entries(operations)) {
      expect(findOperation(method, path)?.operationId).toBe(operationId);
    }
  });
});

test('what comes in pages is known, with its longest page', () => {
  const paged = Object.entries(operations).flatMap(([id, { paging }]) => (paging === undefined ? [] : [[id, paging]]));
  expect(Object.fromEntries(paged)).toEqual({
    getHistory: { list: 'items', further: 'totalCount', longest: 1000 },
    getContacts: { list: 'items', further: 'totalCount' },
    getContactsVcard: { list: 'contacts', further: 'overallMatches' },
    getNumbers: { list: 'items' },
    getChannelEvents: { list: 'events', further: 'position' },
  });
});

describe('scopesOf', () => {
  test('names the narrowest scope first', () => {
    expect(scopesOf('getBalance')).toEqual(['balance:read', 'all']);
    expect(scopesOf('createClient')).toEqual(['authorization:oauth2:clients:write', 'all']);
  });

  test('names none where none is needed', () => {
    expect(scopesOf('userinfo')).toEqual([]);
    expect(scopesOf('getGdprUrls')).toEqual([]);
  });
});

test('the types know the answers', () => {
  expectTypeOf<ResponseData<'getBalance'>>().toEqualTypeOf<Schemas['Balance']>();
  expectTypeOf<ResponseData<'deleteClient'>>().toEqualTypeOf<undefined>();
  expectTypeOf<ResponseData<'addIncomingBlacklistEntry'>>().toEqualTypeOf<Schemas['BlacklistEntry']>();
  expectTypeOf<ResponseData<'getContactsCsv'>>().toEqualTypeOf<string>();
  expectTypeOf<ResponseData<'getHistoryCSV'>>().toEqualTypeOf<string | Uint8Array>();
  expectTypeOf<Schemas['Account']['mainProductType']>().toExtend<string>();
  expectTypeOf<'A_PRODUCT_NOBODY_KNOWS'>().toExtend<Schemas['Account']['mainProductType']>();
  expectTypeOf<'getAccount'>().toExtend<OperationId>();
  expectTypeOf(scopesOf('getAccount')).toEqualTypeOf<readonly ('account:read' | 'all')[]>();
});
