import { expect, test } from 'vitest';
import { deletesAll } from '../src/commands/api/deletes-all.ts';

test('a DELETE that names nothing deletes everything, and is asked about', () => {
  const history = { method: 'DELETE', path: '/history' } as const;
  expect(deletesAll(history, {})).toBe(true);
  expect(deletesAll(history, { query: { id: [] } })).toBe(true);
  expect(deletesAll(history, { query: { id: ['1'] } })).toBe(false);
  expect(deletesAll({ method: 'DELETE', path: '/users/{userId}' }, { path: { userId: 'w0' } })).toBe(false);
  expect(deletesAll({ method: 'GET', path: '/history' }, {})).toBe(false);
});
