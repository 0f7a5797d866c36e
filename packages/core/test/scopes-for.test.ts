import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OperationId, operations, scopesFor } from '../src/operations.ts';

test('asks for the narrowest scope of each operation, once, and never for all', () => {
  expect(scopesFor(['getAccount', 'createClient', 'getAccount'])).toEqual([
    'account:read',
    'authorization:oauth2:clients:write',
  ]);
  expect(scopesFor([])).toEqual([]);
});

test('it never asks for everything, nor for what sipgate keeps to itself', () => {
  expect(scopesFor(['getAppProperties', 'getRestrictions'])).toEqual([]);
  expect(scopesFor(Object.keys(operations) as OperationId[])).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(?:all|internal)$/)]),
  );
});

test('what it asks for suffices for every operation, and leaving out any of it does not', () => {
  const ids = Object.keys(operations) as OperationId[];
  const suffices = (scopes: readonly string[], id: OperationId) => {
    const needed = operations[id].scopes.filter((scope) => scope !== 'all' && scope !== 'internal');
    return needed.length === 0 || needed.some((scope) => scopes.includes(scope));
  };
  fc.assert(
    fc.property(fc.subarray(ids), (chosen) => {
      const scopes = scopesFor(chosen);
      expect(chosen.every((id) => suffices(scopes, id))).toBe(true);
      for (const left of scopes) {
        const fewer = scopes.filter((scope) => scope !== left);
        expect(chosen.every((id) => suffices(fewer, id))).toBe(false);
      }
    }),
  );
});
