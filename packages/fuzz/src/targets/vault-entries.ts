import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStore } from '@sipgate-kit/vault/file';
import { KeyRing, open, seal } from '@sipgate-kit/vault/sealing';
import fc from 'fast-check';
import { almost, hostileJson, hostileText } from '../hostile.ts';
import { CANARIES, holds, refusesWell } from '../promises.ts';
import { target } from '../target.ts';

const [SECRET] = CANARIES;
const keyRing = KeyRing.generate('k1');
/** Of signs that no id may have; the ring writes it in base64url. */
const ODD_KEY = `${'+/'.repeat(21)}8`;
const PLACE = { table: 'connections', id: 'one', generation: 3 };

export const vaultEntries = [
  target({
    name: 'sealed entry',
    promise: 'only what was sealed opens, and only where it belongs',
    input: fc.oneof(
      almost({ protected: 'eyJhbGciOiJkaXIifQ', iv: 'AAAA', ciphertext: 'AAAA', tag: 'AAAA' }).map((value) =>
        JSON.stringify(value),
      ),
      hostileText('{"protected":', '}', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEifQ'),
    ),
    async check(sealed) {
      const opened = await refusesWell(() => open(keyRing, sealed, PLACE));
      holds(opened === undefined, 'something opened that was never sealed');
    },
  }),
  target({
    name: 'changed entry',
    promise: 'a sealed entry with one changed character does not open',
    input: fc.record({
      text: fc.string({ unit: 'grapheme' }),
      at: fc.nat({ max: 400 }),
      put: fc.constantFrom('A', 'B', '_', '"', '{', ' '),
    }),
    async check({ text, at, put }) {
      const sealed = await seal(keyRing, text, PLACE);
      holds((await open(keyRing, sealed, PLACE)) === text, 'what was sealed does not open');
      const index = at % sealed.length;
      const changed = `${sealed.slice(0, index)}${put}${sealed.slice(index + 1)}`;
      if (changed === sealed) return;
      const opened = await refusesWell(() => open(keyRing, changed, PLACE));
      // A space between JSON's tokens, or unused bits of the last base64 digit, change nothing that is sealed.
      holds(opened === undefined || opened === text, 'a changed entry opened as something else');
    },
  }),
  target({
    name: 'key ring',
    promise: 'a key ring is read, or refused without showing a key',
    input: hostileText('k1:', ',', `k2:${SECRET}`, ODD_KEY, `${ODD_KEY}=`, 'A'.repeat(43)),
    async check(text) {
      const ring = await refusesWell(() => KeyRing.parse(text));
      if (ring === undefined) return;
      holds(
        KeyRing.parse(ring.serialize()).serialize() === ring.serialize(),
        'a key ring is not read as it was written',
      );
      holds(!String(ring).includes('-_-_-_'), 'a key ring prints its keys');
    },
  }),
  target({
    name: 'vault file',
    promise: 'a damaged file of connections is refused, and left as it is',
    input: fc.oneof(
      almost({ version: 1, connections: [] }).map((value) => JSON.stringify(value)),
      hostileJson('version', 'connections', 'sealed').map((value) => JSON.stringify(value)),
      hostileText('{', '"connections":[', ']}').map((text) => text.toWellFormed()),
    ),
    async check(content) {
      const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-fuzz-'));
      try {
        const file = join(folder, 'connections.json');
        writeFileSync(file, content, { mode: 0o600 });
        await refusesWell(async () => {
          const store = await openFileStore({ folder, keyRing });
          await store.readStates(['one']);
        });
        holds(readFileSync(file, 'utf8') === content, 'the file was changed');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  }),
];
