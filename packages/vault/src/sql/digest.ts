import { createHash } from 'node:crypto';

/** SHA-256 in base64url: what the vault keeps of a value it only has to recognise. */
export function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
