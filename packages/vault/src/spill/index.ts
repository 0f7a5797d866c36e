/**
 * The last resort at shutdown: rotated token sets that the store does not take go, sealed, into a file, and into the store
 * at the next start.
 *
 * @module
 */
export { openSpillFile, type Replay, type SpillFile } from './open-spill-file.ts';
