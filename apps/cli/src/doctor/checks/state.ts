import { access, constants, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasConnections, openConnections } from '../../session/connection-tokens.ts';
import { readSignIn, signedInProfiles } from '../../session/sign-in-record.ts';
import type { Check } from '../check.ts';
import { fail, pass, warn } from '../finding.ts';
import { closingCommand, openToOthers } from './private-mode.ts';

/** The folder of the sign-ins can be written, is closed to others, and what is sealed in it opens. */
export const state: Check = {
  id: 'state',
  title: 'Kept sign-ins',
  async run({ cli }) {
    const folder = cli.paths.state;
    const place = await existing(folder);
    const writable = await access(place, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!writable || !(await stat(place)).isDirectory()) {
      return fail(
        `Nothing can be kept in ${folder}: ${place} is no folder that you may write.`,
        'Give yourself the right to write there, or name another folder in XDG_STATE_HOME.',
      );
    }
    const inside = ['', 'vault.key', 'connections.json', 'sign-ins'].map((name) => join(folder, name));
    const open = await openToOthers(inside, cli.host.platform);
    if (open !== undefined) return warn(`Others can use ${open.path} (mode ${open.mode}).`, closingCommand(open));
    const profiles = await signedInProfiles(cli.paths);
    for (const profile of profiles) await readSignIn(cli.paths, profile);
    if (await hasConnections(cli.paths)) await (await openConnections(cli)).list();
    return pass(profiles.length === 0 ? `None yet; they go to ${folder}.` : `${profiles.join(', ')}, in ${folder}.`);
  },
};

/** The path itself or the nearest folder above it that is there. */
async function existing(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined || dirname(path) === path ? path : existing(dirname(path));
}
