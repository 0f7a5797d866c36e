import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** Where a sandbox has its ids and secrets from. */
export interface RandomSource {
  /** So many random bytes. */
  bytes(count: number): Buffer;
  /** A UUID of version 4. */
  uuid(): string;
  /** Begins anew where there is a seed: the same values come again. */
  restart(): void;
}

/** The computer's randomness. */
export function systemRandom(): RandomSource {
  return { bytes: randomBytes, uuid: () => uuidOf(randomBytes(16)), restart() {} };
}

/**
 * The same values for the same seed, in the same order: AES-256 in counter mode under the seed's SHA-256. Everybody who
 * knows the seed knows all of them.
 */
export function seededRandom(seed: string): RandomSource {
  const key = createHash('sha256').update(seed).digest();
  const begin = () => createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  let stream = begin();
  const bytes = (count: number) => stream.update(Buffer.alloc(count));
  return {
    bytes,
    uuid: () => uuidOf(bytes(16)),
    restart() {
      stream = begin();
    },
  };
}

/** RFC 9562 §5.4. */
function uuidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
