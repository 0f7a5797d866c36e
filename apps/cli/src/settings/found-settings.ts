import type { Cli } from '../cli.ts';
import { type FoundSettings, findSettings } from './settings.ts';

/** What is set for a profile, the one in use unless named; right or wrong. @throws SipgateKitError `file_malformed`. */
export function foundSettings({ host, paths, globals }: Cli, profile = globals.profile): Promise<FoundSettings> {
  return findSettings({ env: host.env, cwd: host.cwd, paths }, { profile });
}
