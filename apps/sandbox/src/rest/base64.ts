import { invalidParameter } from './rest-error.ts';

/** The bytes of a field in Base64; throws 400 when it is absent, empty or something else. */
export function bytesIn(field: string, base64: string | undefined): Buffer {
  if (base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw invalidParameter(`${field}: Write a file in Base64.`);
  }
  return Buffer.from(base64, 'base64');
}
