import { dirname } from 'node:path';
import { foundSettings } from '../../settings/found-settings.ts';
import type { Check } from '../check.ts';
import { pass, warn } from '../finding.ts';
import { closingCommand, openToOthers } from './private-mode.ts';

/** The files of settings can be read and understood, and your own is closed to others. A mistake in one is thrown. */
export const files: Check = {
  id: 'files',
  title: 'Settings files',
  async run({ cli }) {
    const { user, project } = await foundSettings(cli);
    const open = await openToOthers([dirname(user.path), user.path], cli.host.platform);
    if (open !== undefined) {
      return warn(`Others can use ${open.path} (mode ${open.mode}).`, closingCommand(open));
    }
    const used = [
      Object.keys(user.profiles).length > 0 || user.profile !== undefined ? user.path : undefined,
      project?.path,
    ].filter((path) => path !== undefined);
    return pass(used.length === 0 ? 'None; the defaults are used.' : `${used.join(' and ')}.`);
  },
};
