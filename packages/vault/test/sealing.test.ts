import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyRing, open, seal } from '../src/sealing/index.ts';

const keyRing = KeyRing.generate('k1');
const here = { table: 'notes', id: 7 };

test('whatever is sealed opens with the same additional data, in whatever order it is written', async () => {
  const additional = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer()));
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), additional, async (plaintext, data) => {
      const sealed = await seal(keyRing, plaintext, data);
      const reordered = Object.fromEntries(Object.entries(data).reverse());
      expect(await open(keyRing, sealed, reordered)).toBe(plaintext);
    }),
  );
});

test('the same text never looks the same twice, and shows nothing of itself', async () => {
  const [one, two] = [await seal(keyRing, 'canary-text', here), await seal(keyRing, 'canary-text', here)];
  expect(one).not.toBe(two);
  expect(one).not.toContain('canary');
  expect(Object.keys(JSON.parse(one)).sort()).toEqual(['ciphertext', 'iv', 'protected', 'tag']);
});

test('[S33] other additional data does not open it', async () => {
  const sealed = await seal(keyRing, 'secret', here);
  for (const elsewhere of [{ ...here, id: 8 }, { ...here, id: '7' }, { table: 'notes' }, { ...here, more: '' }, {}]) {
    await expect(open(keyRing, sealed, elsewhere)).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  }
});

test('[S33] a whole sealed text that brings its own additional data along does not open elsewhere', async () => {
  const sealed = JSON.parse(await seal(keyRing, 'secret', here));
  const aad = Buffer.from(JSON.stringify(Object.entries(here).sort())).toString('base64url');
  const brought = JSON.stringify({ ...sealed, aad });
  expect(await open(keyRing, brought, here)).toBe('secret');
  await expect(open(keyRing, brought, { ...here, id: 8 })).rejects.toMatchObject({ code: 'vault_entry_damaged' });
});

test('not a single changed character opens, nor anything that was never sealed', async () => {
  const sealed = await seal(keyRing, 'secret', here);
  const jwe = JSON.parse(sealed);
  const changes = ['protected', 'iv', 'ciphertext', 'tag'].flatMap((member) => [
    { ...jwe, [member]: `${jwe[member][0] === 'A' ? 'B' : 'A'}${jwe[member].slice(1)}` },
    { ...jwe, [member]: '' },
    { ...jwe, [member]: 1 },
  ]);
  const header = (fields: object) => ({ ...jwe, protected: Buffer.from(JSON.stringify(fields)).toString('base64url') });
  const headers = [
    header({ alg: 'A256KW', enc: 'A256GCM', kid: 'k1' }),
    header({ alg: 'dir', enc: 'A128GCM', kid: 'k1' }),
    header({ alg: 'dir', enc: 'A256GCM' }),
    header({ alg: 'dir', enc: 'A256GCM', kid: 'k 1\n' }),
  ];
  const texts = [...changes, ...headers, null, [], {}, 'x'].map((value) => JSON.stringify(value));
  for (const text of [...texts, '', '{', 'undefined']) {
    await expect(open(keyRing, text, here), text).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  }
});

describe('with a new key in front', () => {
  const old = KeyRing.generate('k1');
  const rotated = KeyRing.parse(`${KeyRing.generate('k2').serialize()},${old.serialize()}`);

  test('what the old key sealed still opens, and new things are sealed with the new key', async () => {
    expect(rotated.ids).toEqual(['k2', 'k1']);
    expect(await open(rotated, await seal(old, 'before', here), here)).toBe('before');
    expect(await open(rotated, await seal(rotated, 'after', here), here)).toBe('after');
  });

  test('a ring without the new key says which one is missing', async () => {
    const sealed = await seal(rotated, 'after', here);
    await expect(open(old, sealed, here)).rejects.toMatchObject({
      code: 'vault_key_missing',
      message: expect.stringContaining('"k2"'),
    });
  });

  test('another key of the same id is told as damage, not as a missing key', async () => {
    const sealed = await seal(old, 'before', here);
    await expect(open(KeyRing.generate('k1'), sealed, here)).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  });
});
