import { expect, test } from 'vitest';
import { codeChallengeOf, randomValue } from '../../src/oauth/random-values.ts';

test('the challenge is that of RFC 7636, appendix B', async () => {
  expect(await codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

test('random values are 43 characters that a URL takes as they are, and never the same', () => {
  const values = Array.from({ length: 200 }, randomValue);
  expect(new Set(values).size).toBe(200);
  for (const value of values) expect(value).toMatch(/^[\w-]{43}$/);
});
