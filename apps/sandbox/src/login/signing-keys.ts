import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import { seededRandom } from '../random.ts';
import { rsaKeyFrom } from './seeded-rsa.ts';

/** What a realm signs with: RSA for access and ID tokens, which others verify; a secret for refresh tokens, which only it reads. */
export interface SigningKeys {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
  readonly refreshTokenSecret: Uint8Array;
}

/** Holds the keys a sandbox signs with. */
export interface Signing {
  keys: SigningKeys;
}

/** JSON form of {@link SigningKeys}, for snapshots. */
export interface SigningKeysData {
  readonly privateJwk: JWK;
  /** base64url */
  readonly refreshTokenSecret: string;
}

let ofThisProcess: Promise<SigningKeys> | undefined;
const bySeed = new Map<string, Promise<SigningKeys>>();

/**
 * Keys for all sandboxes of this process. The first call starts to make them beside everything else: an RSA pair takes
 * a tenth of a second.
 */
export function signingKeys(): Promise<SigningKeys> {
  ofThisProcess ??= generateRsaPair('rsa', { modulusLength: 2048 }).then(({ privateKey }) =>
    keysOf(privateKey, randomUUID(), randomBytes(64)),
  );
  return ofThisProcess;
}

/** The keys of all sandboxes with this seed, in this process and any other. */
export function signingKeysOf(seed: string): Promise<SigningKeys> {
  const known = bySeed.get(seed);
  if (known !== undefined) return known;
  const random = seededRandom(`${seed}: signing keys`);
  const made = rsaKeyFrom(random).then((privateKey) => keysOf(privateKey, random.uuid(), random.bytes(64)));
  bySeed.set(seed, made);
  return made;
}

const generateRsaPair = promisify(generateKeyPair);

export function exportSigningKeys({ privateJwk, refreshTokenSecret }: SigningKeys): SigningKeysData {
  return { privateJwk, refreshTokenSecret: Buffer.from(refreshTokenSecret).toString('base64url') };
}

/** Throws a `TypeError` for what is no RSA key. */
export function importSigningKeys({ privateJwk, refreshTokenSecret }: SigningKeysData): SigningKeys {
  const privateKey = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  return keysOf(privateKey, privateJwk.kid ?? randomUUID(), Buffer.from(refreshTokenSecret, 'base64url'));
}

function keysOf(privateKey: KeyObject, kid: string, refreshTokenSecret: Uint8Array): SigningKeys {
  const publicKey = createPublicKey(privateKey);
  const shared = { kid, use: 'sig', alg: 'RS256' };
  return {
    kid,
    privateKey,
    publicKey,
    publicJwk: { ...(publicKey.export({ format: 'jwk' }) as JWK), ...shared },
    privateJwk: { ...(privateKey.export({ format: 'jwk' }) as JWK), ...shared },
    refreshTokenSecret,
  };
}
