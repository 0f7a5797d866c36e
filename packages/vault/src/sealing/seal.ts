import { type KeyObject, webcrypto } from 'node:crypto';
import { SipgateKitError } from '@sipgate-kit/core';
import { errors, FlattenedEncrypt, type FlattenedJWE, flattenedDecrypt } from 'jose';
import type { KeyRing } from './key-ring.ts';

/**
 * Where a sealed text belongs, such as its row and generation. Not stored with it: whoever opens it says it again, from
 * what they know, so that a text moved elsewhere, or an older one put back, does not open.
 */
export type AdditionalData = Readonly<Record<string, string | number>>;

const MEMBERS = ['protected', 'iv', 'ciphertext', 'tag'] as const;
const utf8 = new TextEncoder();

const keys = new WeakMap<KeyObject, Promise<webcrypto.CryptoKey>>();

/** A key as WebCrypto wants it: made once, since that takes as long as the sealing. It cannot be exported. */
function imported(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const made =
    keys.get(key) ?? webcrypto.subtle.importKey('raw', key.export(), 'AES-GCM', false, ['encrypt', 'decrypt']);
  keys.set(key, made);
  return made;
}

/**
 * Seals a text with the ring's first key: a flattened JWE (RFC 7516 §7.2.2), `dir` with A256GCM, `kid` = the key's id,
 * without its `aad` member.
 *
 * One key is good for 2^32 sealings (NIST SP 800-38D §8.3): a thousand connections refreshed around the clock need
 * forty years for that, a million two weeks.
 *
 * @example
 * const sealed = await seal(keyRing, 'secret', { table: 'notes', id: 7 });
 */
export async function seal(ring: KeyRing, plaintext: string, belongsTo: AdditionalData): Promise<string> {
  const key = ring.key(ring.primaryId);
  if (key === undefined) throw keyMissing(ring.primaryId);
  const jwe = await new FlattenedEncrypt(utf8.encode(plaintext))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: ring.primaryId })
    .setAdditionalAuthenticatedData(utf8.encode(canonical(belongsTo)))
    .encrypt(await imported(key));
  return JSON.stringify(jwe, [...MEMBERS]);
}

/**
 * Opens what {@link seal} made, given the same additional data.
 *
 * Throws `vault_key_missing`, naming the key's id, when the ring does not hold it; `vault_entry_damaged` when the text
 * was changed, or belongs elsewhere.
 *
 * @example
 * await open(keyRing, sealed, { table: 'notes', id: 7 }); // 'secret'
 */
export async function open(ring: KeyRing, sealed: string, belongsTo: AdditionalData): Promise<string> {
  const jwe: FlattenedJWE = { ...sealedMembers(sealed), aad: Buffer.from(canonical(belongsTo)).toString('base64url') };
  try {
    const { plaintext } = await flattenedDecrypt(jwe, (header) => keyOf(ring, header?.kid), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return new TextDecoder().decode(plaintext);
  } catch (error) {
    if (error instanceof SipgateKitError) throw error;
    throw damaged(error instanceof errors.JOSEError ? error.code : 'unknown reason');
  }
}

/** The id of the key that sealed a text, from its header; `undefined` when there is none to be read. */
export function keyIdOf(sealed: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(sealedMembers(sealed).protected, 'base64url').toString());
    const kid: unknown = header !== null && typeof header === 'object' ? Reflect.get(header, 'kid') : undefined;
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** Only what we stored: an `aad` or a header that somebody put in beside it is left out. */
function sealedMembers(sealed: string): Record<(typeof MEMBERS)[number], string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(sealed);
  } catch {
    throw damaged('not JSON');
  }
  const member = (name: string): string => {
    const value: unknown = parsed !== null && typeof parsed === 'object' ? Reflect.get(parsed, name) : undefined;
    if (typeof value !== 'string') throw damaged(`no ${name}`);
    return value;
  };
  return { protected: member('protected'), iv: member('iv'), ciphertext: member('ciphertext'), tag: member('tag') };
}

function keyOf(ring: KeyRing, id: unknown) {
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) throw damaged('no key id');
  const key = ring.key(id);
  if (key === undefined) throw keyMissing(id);
  return imported(key);
}

/** The same text for the same data, whatever the order it was written in. */
function canonical(data: AdditionalData): string {
  return JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function keyMissing(id: string): SipgateKitError {
  return new SipgateKitError('vault_key_missing', `The key ring does not hold the key "${id}".`, {
    hint: `Add the key "${id}" to the key ring again; keep it until every entry sealed with it has been sealed anew.`,
  });
}

function damaged(why: string): SipgateKitError {
  return new SipgateKitError('vault_entry_damaged', `A sealed entry does not open (${why}).`, {
    hint: 'It was changed outside the kit, moved, or put back from an older state: restore the vault from a backup, or let this person sign in again.',
  });
}
