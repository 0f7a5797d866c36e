import { checkPrime, createPrivateKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { RandomSource } from '../random.ts';

const isPrime = promisify(checkPrime) as (candidate: bigint) => Promise<boolean>;

const EXPONENT = 65_537n;
/** Half of the modulus' 2048. */
const PRIME_BITS = 1024;

/**
 * The RSA key that a random source leads to: with a seeded one always the same, which `generateKeyPair` cannot do. For a
 * sandbox only, whose seed is no secret.
 */
export async function rsaKeyFrom(random: RandomSource): Promise<KeyObject> {
  const p = await primeFrom(random);
  const q = await primeFrom(random);
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const fields = Object.entries(numbers).map(([name, value]) => [name, base64url(value)]);
  return createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(fields) }, format: 'jwk' });
}

/** Odd, with the two highest bits set, so that the product of two has all 2048 bits. */
async function primeFrom(random: RandomSource): Promise<bigint> {
  let candidate = BigInt(`0x${random.bytes(PRIME_BITS / 8).toString('hex')}`);
  candidate |= (3n << BigInt(PRIME_BITS - 2)) | 1n;
  while (candidate % EXPONENT === 1n || !(await isPrime(candidate))) candidate += 2n;
  return candidate;
}

/** The inverse of `a` modulo `m`, by Euclid. */
function inverse(a: bigint, m: bigint): bigint {
  let [r, next, x, nextX] = [m, a % m, 0n, 1n];
  while (next !== 0n) {
    const times = r / next;
    [r, next] = [next, r - times * next];
    [x, nextX] = [nextX, x - times * nextX];
  }
  return x < 0n ? x + m : x;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
