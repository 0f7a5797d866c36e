import { versions } from 'node:process';
import type { Check } from '../check.ts';
import { pass, warn } from '../finding.ts';

/** The day after which a release line gets no security fixes any more, by its major version. */
const LAST_DAYS: Readonly<Record<number, string>> = { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' };

/** An older Node than the oldest that will do does not get here: the entry of the program turns it away. */
export const node: Check = {
  id: 'node',
  title: 'Node',
  async run({ cli }) {
    const major = Number(versions.node.split('.')[0]);
    const lastDay = LAST_DAYS[major];
    if (lastDay !== undefined && cli.host.now() > Date.parse(lastDay)) {
      return warn(
        `Node ${versions.node} does, but has had no security fixes since ${lastDay}.`,
        'Install a newer one, as from https://nodejs.org.',
      );
    }
    if (major % 2 === 1) {
      return warn(
        `Node ${versions.node} does, but odd versions are supported for months only.`,
        'Install an even one.',
      );
    }
    return pass(`Node ${versions.node}.`);
  },
};
