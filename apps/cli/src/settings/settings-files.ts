import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import { writeOwnFile } from '../output/own-file.ts';
import { nearest } from '../suggestion.ts';
import { systemCode } from '../system-code.ts';
import { parseJsonFile } from './json-file.ts';
import type { Paths } from './paths.ts';
import { isShared, type SettingName, settingNames } from './setting-definitions.ts';

export type ProfileValues = Readonly<Partial<Record<SettingName, string>>>;

/** `config.json`: what a person chose. Secrets are never in it. */
export interface UserFile {
  readonly path: string;
  /** The profile used when nobody names one. */
  readonly profile?: string;
  /** What holds for all profiles. */
  readonly shared: ProfileValues;
  readonly profiles: Readonly<Record<string, ProfileValues>>;
}

const SHARED_NAMES = settingNames.filter(isShared);
const PROFILE_NAMES = settingNames.filter((name) => !isShared(name));

/** `sipgate.json` in the working directory or above it. */
export interface ProjectFile {
  readonly path: string;
  readonly values: ProfileValues & { readonly profile?: string };
}

export const PROJECT_FILE = 'sipgate.json';

/** Where `config.json` is, or will be. */
export const userFilePath = (paths: Paths): string => join(paths.config, 'config.json');

/** @throws SipgateKitError `file_malformed` with line and column. */
export async function readUserFile(paths: Paths): Promise<UserFile> {
  const path = userFilePath(paths);
  const content = await textOf(path);
  if (content === undefined) return { path, shared: {}, profiles: {} };
  const { profile, profiles = {}, ...shared } = objectIn(await parseJsonFile(path, content), path);
  assertNothingElse(shared, path, ['profile', 'profiles', ...SHARED_NAMES]);
  if (profile !== undefined && typeof profile !== 'string') throw malformed(path, '"profile" is no text');
  return {
    path,
    ...(profile !== undefined && { profile }),
    shared: valuesIn(shared, path, SHARED_NAMES),
    profiles: Object.fromEntries(
      Object.entries(objectIn(profiles, path)).map(([name, values]) => [name, valuesIn(objectIn(values, path), path)]),
    ),
  };
}

/** Writes `config.json` whole, atomically, for its owner alone. @throws SipgateKitError `file_unwritable`. */
export async function writeUserFile({ path, profile, shared, profiles }: UserFile): Promise<void> {
  await writeWhole(path, { profile, ...shared, profiles }, 0o600);
}

/** Writes `sipgate.json` whole, atomically, for everybody to read. @throws SipgateKitError `file_unwritable`. */
export async function writeProjectFile({ path, values }: ProjectFile): Promise<void> {
  await writeWhole(path, values, 0o644);
}

async function writeWhole(path: string, content: object, mode: number): Promise<void> {
  await writeOwnFile(path, `${JSON.stringify(content, undefined, 2)}\n`, {
    mode,
    hint: `Make ${dirname(path)} a directory of yours with free space. Nothing was changed.`,
  });
}

/** The nearest project file, from the working directory up. @throws SipgateKitError `file_malformed`. */
export async function readProjectFile(cwd: string): Promise<ProjectFile | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, PROJECT_FILE);
    const content = await textOf(path);
    if (content !== undefined) {
      const { profile, ...rest } = objectIn(await parseJsonFile(path, content), path);
      if (profile !== undefined && typeof profile !== 'string') throw malformed(path, '"profile" is no text');
      return { path, values: { ...(profile !== undefined && { profile }), ...valuesIn(rest, path) } };
    }
    if (dirname(folder) === folder) return undefined;
  }
}

export function profileMissing(name: string, known: readonly string[]): SipgateKitError {
  const all = [...new Set(['default', 'sandbox', ...known])];
  const near = nearest(name, all);
  return new SipgateKitError('profile_not_found', `There is no profile "${name}".`, {
    hint:
      near === undefined
        ? `There are: ${all.join(', ')}. \`sipgate login --profile ${name}\` makes it.`
        : `Did you mean "${near}"? \`sipgate login --profile ${name}\` makes a new one.`,
  });
}

export function invalidSetting(name: string, where: string, problem: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', `${name} (${where}) ${problem}.`, {
    hint: 'Correct it there; `sipgate config list --origin` shows where every value comes from.',
  });
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    throw new SipgateKitError('file_unreadable', `${path} cannot be read (${code}).`, {
      hint: 'Give yourself the right to read it, or move it away.',
    });
  }
}

function objectIn(value: unknown, path: string): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw malformed(path, 'it is no object');
  return value as Record<string, unknown>;
}

function valuesIn(
  object: Record<string, unknown>,
  path: string,
  names: readonly SettingName[] = PROFILE_NAMES,
): ProfileValues {
  assertNothingElse(object, path, names);
  for (const [name, value] of Object.entries(object)) {
    if (typeof value !== 'string') throw malformed(path, `"${name}" is no text`);
  }
  return object as ProfileValues;
}

function assertNothingElse(object: Record<string, unknown>, path: string, known: readonly string[]): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  const instead = near === undefined ? `there are ${known.join(', ')}` : `did you mean "${near}"?`;
  throw malformed(path, `there is no setting "${unknown}"; ${instead}`);
}

function malformed(path: string, why: string): SipgateKitError {
  return new SipgateKitError(
    'file_malformed',
    `${path} cannot be used: ${why.replace(/[.?]?$/, (end) => end || '.')}`,
    {
      hint: 'Correct it in an editor. Nothing was changed.',
    },
  );
}
