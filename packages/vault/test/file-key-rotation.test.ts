import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileStore } from '../src/file/index.ts';
import { KeyRing } from '../src/sealing/index.ts';
import { alice, temporaryDirectory, tokens } from './vault-fixture.ts';

const old = KeyRing.generate('old');
const renewed = KeyRing.generate('new');
const both = KeyRing.parse(`${renewed.serialize()},${old.serialize()}`);

async function sealedWithOld() {
  const folder = await temporaryDirectory();
  const store = await openFileStore({ folder, keyRing: old });
  const states = [];
  for (let person = 0; person < 5; person++) {
    states.push(await store.saveSignIn({ ...alice, subject: `${person}` }, tokens(`${person}`)));
  }
  return { folder, states, rotating: await openFileStore({ folder, keyRing: both }) };
}

test('[S34] after everything is sealed anew the old key may go, and everybody is still signed in', async () => {
  const { folder, states, rotating } = await sealedWithOld();
  const steps: object[] = [];
  const rotation = await rotating.rotateKeys({ batch: 2, onProgress: (step) => steps.push(step) });
  expect(rotation).toEqual({ resealed: 5, remaining: {}, missingKeys: [], damaged: [] });
  expect(steps).toEqual([2, 4, 5].map((done) => ({ done, total: 5 })));
  const fresh = await openFileStore({ folder, keyRing: renewed });
  for (const [person, { id }] of states.entries()) {
    expect((await fresh.read(id))?.tokenSet.accessToken).toBe(`access-${person}`);
  }
});

test('[S34] what was rotated meanwhile stays as it was written', async () => {
  const { folder, states, rotating } = await sealedWithOld();
  const other = await openFileStore({ folder, keyRing: both });
  const work = states.map(({ id, generation }) => other.replace(id, { generation, tokenSet: tokens('rotated') }));
  const [rotation] = await Promise.all([rotating.rotateKeys({ batch: 1 }), ...work]);
  expect(rotation).toMatchObject({ remaining: {}, damaged: [] });
  const fresh = await openFileStore({ folder, keyRing: renewed });
  for (const { id } of states) expect((await fresh.read(id))?.tokenSet.accessToken).toBe('access-rotated');
});

test('stopped in the middle it goes on where it was', async () => {
  const { rotating } = await sealedWithOld();
  const stop = new AbortController();
  const first = await rotating.rotateKeys({ batch: 2, signal: stop.signal, onProgress: () => stop.abort() });
  expect(first).toMatchObject({ resealed: 2, remaining: { old: 3 } });
  expect(await rotating.rotateKeys()).toMatchObject({ resealed: 3, remaining: {} });
});

test('a missing key and a connection that does not open are named; the rest is sealed anew', async () => {
  const { folder, states, rotating } = await sealedWithOld();
  const other = await openFileStore({ folder, keyRing: KeyRing.generate('lost') });
  await other.saveSignIn({ ...alice, subject: 'of the lost key' }, tokens('lost'));
  const path = join(folder, 'connections.json');
  const damaged = states[0]?.id ?? '';
  await writeFile(path, (await readFile(path, 'utf8')).replace('"subject": "0"', '"subject": "somebody else"'));
  expect(await rotating.rotateKeys()).toEqual({
    resealed: 4,
    remaining: { lost: 1, old: 1 },
    missingKeys: ['lost'],
    damaged: [damaged],
  });
});
