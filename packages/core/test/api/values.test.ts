import { expect, test } from 'vitest';
import { parseInstant } from '../../src/api/instant.ts';
import { formatMoney, moneyValue } from '../../src/api/money.ts';

test.each([
  ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31T08:00:00.123Z', '2026-01-31T08:00:00.123Z'],
  ['2026-01-31T08:00:00+01:00', '2026-01-31T07:00:00.000Z'],
  ['2026-01-31T08:00:00+0100', '2026-01-31T07:00:00.000Z'],
])('the instant %s is %s', (text, iso) => {
  expect(parseInstant(text).toISOString()).toBe(iso);
});

test.each(['', '2026-01-31', '2026-01-31T08:00:00', '2026-13-31T08:00:00Z', 'yesterday', '1769846400000'])(
  '"%s" is no instant',
  (text) => {
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  },
);

test.each([
  [123400, 'en', '€12.34'],
  [123456, 'en', '€12.3456'],
  [123456, 'de', '12,3456\u00a0€'],
  [0, 'en', '€0.00'],
  [-5000, 'en', '-€0.50'],
])('%i ten-thousandths of a euro are %s: %s', (amount, locale, text) => {
  expect(formatMoney({ amount, currency: 'EUR' }, locale)).toBe(text);
});

test('the value is in whole units', () => {
  expect(moneyValue({ amount: 123456 })).toBe(12.3456);
});
