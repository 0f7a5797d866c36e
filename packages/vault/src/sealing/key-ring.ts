import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { SipgateKitError } from '@sipgate-kit/core';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const KEY_BYTES = 32;
const KEY_ID = /^[\w-]{1,64}$/;
const KEY = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * The keys that seal what the vault stores. The first one seals; all of them open, each named by its id in what it
 * sealed, so that a new key can be put in front while entries of the old one live on.
 *
 * Give a new key to every instance, behind the others, before you put it first anywhere: an instance that does not hold
 * the key of an entry cannot open it.
 *
 * Never prints its keys: `toString`, JSON and `inspect` show the ids.
 *
 * @example
 * const keyRing = KeyRing.parse(process.env.VAULT_KEYS ?? ''); // 'k2:base64…,k1:base64…'
 */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  /** Id of the key that seals. */
  readonly primaryId: string;

  private constructor(entries: readonly (readonly [id: string, key: KeyObject])[]) {
    this.#keys = new Map(entries);
    this.primaryId = entries[0]?.[0] ?? '';
  }

  /**
   * Reads `id:key,id:key`: ids of letters, digits, `-` and `_`; keys of 32 bytes in base64 or base64url; the first seals.
   *
   * Throws `invalid_configuration`, which says which entry is wrong and never shows it.
   */
  static parse(text: string): KeyRing {
    const entries = text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry, index) => parseEntry(entry, index + 1));
    if (entries.length === 0) throw invalid('The key ring is empty.');
    const ids = entries.map(([id]) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) throw invalid(`Two keys of the key ring have the id "${twice}".`);
    return new KeyRing(entries);
  }

  /** A ring of one fresh 256-bit key, under `id` or an id of its own. */
  static generate(id = `key-${randomBytes(4).toString('hex')}`): KeyRing {
    return KeyRing.parse(`${id}:${randomBytes(KEY_BYTES).toString('base64url')}`);
  }

  /** Ids of all keys, the sealing one first. */
  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** The key of an id. Key objects do not print their bytes. */
  key(id: string): KeyObject | undefined {
    return this.#keys.get(id);
  }

  /** The text {@link KeyRing.parse} reads, keys and all: for a key file or a secret manager, nowhere else. */
  serialize(): string {
    return [...this.#keys].map(([id, key]) => `${id}:${key.export().toString('base64url')}`).join(',');
  }

  toString(): string {
    return `KeyRing(${this.ids.join(', ')})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [INSPECT](): string {
    return this.toString();
  }
}

function parseEntry(entry: string, position: number): readonly [id: string, key: KeyObject] {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0)).trim();
  if (!KEY_ID.test(id)) throw invalid(`Entry ${position} of the key ring has no usable id before a colon.`);
  const text = entry.slice(colon + 1).trim();
  const bytes = KEY.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (bytes.length !== KEY_BYTES) throw invalid(`Key "${id}" of the key ring is not ${KEY_BYTES} bytes in base64.`);
  return [id, createSecretKey(bytes)];
}

function invalid(message: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', message, {
    hint: 'Write the key ring as id:key,id:key, the sealing key first, each key made by `openssl rand -base64 32`.',
  });
}
