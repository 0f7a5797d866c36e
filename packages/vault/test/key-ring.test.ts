import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';

const key = randomBytes(32);

describe('parse', () => {
  test('reads base64 and base64url, with white space around the entries', () => {
    const [one, two] = [key.toString('base64'), key.toString('base64url')];
    const ring = KeyRing.parse(` k-1:${one} ,\n k_2 : ${two} ,\n`);
    expect([ring.primaryId, ring.ids]).toEqual(['k-1', ['k-1', 'k_2']]);
    expect(ring.key('k_2')?.export()).toEqual(key);
    expect(ring.key('k-3')).toBeUndefined();
  });

  test('reads what serialize wrote', () => {
    const text = `b:${key.toString('base64url')},a:${randomBytes(32).toString('base64url')}`;
    expect(KeyRing.parse(text).serialize()).toBe(text);
  });

  test.each([
    ['nothing', '', 'empty'],
    ['commas only', ' , ,', 'empty'],
    ['no id', key.toString('base64'), 'Entry 1'],
    ['an empty id', `:${key.toString('base64')}`, 'Entry 1'],
    ['an id with a space', `a:${key.toString('base64')},my key:${key.toString('base64')}`, 'Entry 2'],
    ['a short key', `k1:${key.subarray(0, 31).toString('base64')}`, '"k1"'],
    ['a long key', `k1:${Buffer.concat([key, key]).toString('base64')}`, '"k1"'],
    ['a hex key', `k1:${key.toString('hex')}`, '"k1"'],
    ['an id twice', `k1:${key.toString('base64')},k1:${randomBytes(32).toString('base64')}`, '"k1"'],
  ])('refuses %s, says where, and never shows it', (_, text, place) => {
    try {
      KeyRing.parse(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid_configuration', message: expect.stringContaining(place) });
      for (const spelling of ['base64', 'base64url', 'hex'] as const) {
        expect(inspect(error)).not.toContain(key.toString(spelling).slice(0, 12));
      }
    }
  });
});

test('generate makes a new key each time, under the id it is given', () => {
  const [one, two] = [KeyRing.generate(), KeyRing.generate()];
  expect(one.serialize()).not.toBe(two.serialize());
  expect(one.primaryId).not.toBe(two.primaryId);
  expect(KeyRing.generate('mine').ids).toEqual(['mine']);
});

test('[S22] a key ring prints its ids and nothing of its keys', () => {
  const ring = KeyRing.parse(`k1:${key.toString('base64')}`);
  const shown = [
    `${ring}`,
    JSON.stringify({ ring }),
    inspect({ ring }, { depth: 9, showHidden: true, getters: true }),
    inspect(ring, { customInspect: false, depth: 9, showHidden: true }),
    inspect(ring.key('k1'), { depth: 9, showHidden: true }),
  ].join('\n');
  expect(shown).toContain('KeyRing(k1)');
  for (const spelling of ['base64', 'base64url', 'hex'] as const) {
    expect(shown).not.toContain(key.toString(spelling).slice(0, 12));
  }
});
