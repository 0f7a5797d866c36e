/**
 * What it costs to become larger.
 * @module
 */
import { measureClientGrowth } from './growth-clients.mjs';
import { measureConnectionGrowth } from './growth-connections.mjs';
import { measureOperationGrowth } from './growth-operations.mjs';

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureGrowth(options) {
  return [
    ...(await measureConnectionGrowth(options)),
    ...(await measureClientGrowth(options)),
    ...(await measureOperationGrowth(options)),
  ];
}
