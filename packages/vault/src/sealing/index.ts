/**
 * Sealing: a key ring, its file, and text that opens only where it belongs.
 *
 * @module
 */
export { readOrCreateKeyFile } from './key-file.ts';
export { KeyRing } from './key-ring.ts';
export { type AdditionalData, open, seal } from './seal.ts';
