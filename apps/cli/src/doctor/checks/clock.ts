import type { Check } from '../check.ts';
import { fail, pass, skip, warn } from '../finding.ts';
import { apiServer } from './api-server.ts';

const NOTICEABLE_MS = 30_000;
/** Beyond this, certificates and tokens seem expired, or not valid yet. */
const HARMFUL_MS = 300_000;

/** Whether this computer's clock fits those of the servers. */
export const clock: Check = {
  id: 'clock',
  title: 'Clock',
  async run(context) {
    await Promise.allSettled([context.tryDiscovery(), apiServer.run(context)]);
    const [time] = context.serverTimes;
    if (time === undefined) return skip('Not checked: no server has told its time.');
    const offset = time.here - time.server;
    const seconds = Math.round(Math.abs(offset) / 1000);
    const message = `This computer's clock is ${durationText(seconds)} ${offset > 0 ? 'ahead of' : 'behind'} ${time.host}.`;
    if (Math.abs(offset) <= NOTICEABLE_MS) return pass(`As that of ${time.host}.`);
    const remedy = 'Let the system set its time from the network.';
    return Math.abs(offset) > HARMFUL_MS ? fail(`${message} Tokens seem expired.`, remedy) : warn(message, remedy);
  },
};

function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
