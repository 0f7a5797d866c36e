import { join } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import type { SettingName } from './setting-definitions.ts';
import {
  PROJECT_FILE,
  type ProfileValues,
  type ProjectFile,
  readProjectFile,
  readUserFile,
  type UserFile,
  userFilePath,
  writeProjectFile,
  writeUserFile,
} from './settings-files.ts';

/** What a profile's name may be: it stands in command lines and becomes a file's name. */
const PROFILE_NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** @throws SipgateKitError `invalid_input` when it can be no profile's name. */
export function assertProfileName(name: string): void {
  if (PROFILE_NAME.test(name)) return;
  throw new SipgateKitError('invalid_input', `"${name}" cannot be the name of a profile.`, {
    hint: 'Use letters, digits, dots, dashes and underscores, at most 64, and begin with a letter or digit.',
  });
}

/**
 * Reads `config.json`, changes it, writes it; one process at a time. A file that cannot be understood is left as it is.
 *
 * @throws SipgateKitError `file_malformed`, `file_unreadable`, `file_unwritable`, `store_unavailable`.
 */
export async function changeUserFile(cli: Cli, change: (file: UserFile) => UserFile): Promise<string> {
  return alone(userFilePath(cli.paths), async () => {
    const before = await readUserFile(cli.paths);
    await writeUserFile({ ...change(before), path: before.path });
    return before.path;
  });
}

/** Runs `work` while no other process changes the file. */
async function alone<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const { withFileLock } = await import('@sipgate-kit/vault/file');
  try {
    return await withFileLock(`${path}.lock`, work);
  } catch (error) {
    if (!(error instanceof SipgateKitError) || error.code !== 'vault_unwritable') throw error;
    throw new SipgateKitError('file_unwritable', error.message, { hint: `${error.hint} Nothing was changed.` });
  }
}

/** The project's file, without a lock beside it: the nearest one, else a new one in the working directory. */
export async function changeProjectFile(
  cli: Cli,
  change: (values: ProjectFile['values']) => ProjectFile['values'],
): Promise<string> {
  const { path, values } = (await readProjectFile(cli.host.cwd)) ?? {
    path: join(cli.host.cwd, PROJECT_FILE),
    values: {},
  };
  await writeProjectFile({ path, values: change(values) });
  return path;
}

/** The values with one changed; `undefined` takes it out. */
export function withSetting<Values extends ProfileValues>(
  values: Values,
  name: SettingName,
  value: string | undefined,
): Values {
  const { [name]: _before, ...rest } = values;
  return (value === undefined ? rest : { ...rest, [name]: value }) as Values;
}
