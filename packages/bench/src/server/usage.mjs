/**
 * Loaded into every server that is measured (`--import`): tells the parent what the process has used so far. It changes
 * nothing else, and keeps no process alive.
 * @module
 */
import { takeOrders } from '../orders.mjs';

takeOrders({
  /** @returns {{ cpuMs: number, rssMb: number }} CPU time of all threads, and resident memory */
  usage() {
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1_000, rssMb: process.memoryUsage.rss() / 1_048_576 };
  },
});
process.channel?.unref();
