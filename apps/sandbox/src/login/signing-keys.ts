import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import type { JWK } from 'jose';

/** What a realm signs with: RSA for access and ID tokens, which others verify; a secret for refresh tokens, which only it reads. */
export interface SigningKeys {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
  readonly refreshTokenSecret: Uint8Array;
}

/** JSON form of {@link SigningKeys}, for snapshots. */
export interface SigningKeysData {
  readonly privateJwk: JWK;
  readonly refreshTokenSecret: string;
}

let ofThisProcess: SigningKeys | undefined;

/** Keys for all sandboxes of this process, made at the first call (an RSA pair costs a tenth of a second). */
export function signingKeys(): SigningKeys {
  ofThisProcess ??= makeSigningKeys();
  return ofThisProcess;
}

function makeSigningKeys(): SigningKeys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const shared = { kid, use: 'sig', alg: 'RS256' };
  return {
    kid,
    privateKey,
    publicKey,
    publicJwk: { ...(publicKey.export({ format: 'jwk' }) as JWK), ...shared },
    privateJwk: { ...(privateKey.export({ format: 'jwk' }) as JWK), ...shared },
    refreshTokenSecret: randomBytes(64),
  };
}
