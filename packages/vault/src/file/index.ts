/**
 * The vault of one person on one machine, in a folder: a {@link FileStore} for command lines and desktop programs.
 *
 * @module
 */
export type { KeyRotation, KeyRotationOptions } from '../token-sets/key-rotation.ts';
export type { FileStore } from './file-store.ts';
export { type FileStoreOptions, openFileStore } from './open-file-store.ts';
export { type WithFileLockOptions, withFileLock } from './with-file-lock.ts';
