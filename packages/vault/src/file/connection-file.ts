import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SipgateKitError } from '@sipgate-kit/core';
import type { ConnectionRecord } from '@sipgate-kit/core/token-store';
import { codeOf, createPrivateFile, syncFolder } from '../private-files.ts';

/** A connection as the file keeps it: what every process decides by in the clear, the token set sealed. */
export interface FiledConnection extends ConnectionRecord {
  readonly sealed: string;
}

interface Content {
  readonly version: number;
  readonly connections: readonly FiledConnection[];
}

const VERSION = 1;

/** The connections in the file; none when there is no file yet. */
export async function readConnections(path: string): Promise<readonly FiledConnection[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  return parse(text, path);
}

/**
 * Puts a new file in the place of the old one, whole and for good: 0600 from its creation, on the disk before it gets its
 * name, the name on the disk before this returns. `isMine` is asked at the last moment.
 */
export async function writeConnections(
  path: string,
  connections: readonly FiledConnection[],
  isMine: () => Promise<boolean>,
): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const content: Content = { version: VERSION, connections };
  await createPrivateFile(draft, `${JSON.stringify(content, undefined, 2)}\n`, path);
  try {
    if (!(await isMine())) throw new LockLost('the lock was taken over');
    await replaced(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Another machine waited for this process, and then went on without it. Nothing was written. */
export class LockLost extends Error {
  override readonly name = 'LockLost';
}

/** Removes what killed processes did not get to rename. Only for who has the lock. */
export async function removeDrafts(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  const drafts = names.filter((name) => name.startsWith(`${basename(path)}.`));
  await Promise.all(drafts.map((name) => unlink(join(dirname(path), name)).catch(() => undefined)));
}

/** Windows refuses to rename over a file that somebody reads at that moment. */
async function replaced(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const passing = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
      if (!passing || attempt === 20) throw error;
      await wait(10);
    }
  }
}

function parse(text: string, path: string): readonly FiledConnection[] {
  let content: Partial<Content> | null;
  try {
    content = JSON.parse(text) as Partial<Content> | null;
  } catch {
    throw damaged(path);
  }
  if (typeof content?.version === 'number' && content.version > VERSION) throw tooNew(path, content.version);
  const { version, connections } = content ?? {};
  if (version !== VERSION || !Array.isArray(connections) || !connections.every(isFiled)) throw damaged(path);
  return connections;
}

/** The members without which a connection could be lost or mistaken for another. */
function isFiled(value: unknown): value is FiledConnection {
  if (value === null || typeof value !== 'object') return false;
  const { id, key, generation, status, sealed, failures, issuedAt } = value as Record<string, unknown>;
  const { issuer, clientId, subject } = (key ?? {}) as Record<string, unknown>;
  return (
    [id, issuer, clientId, subject, sealed].every((text) => typeof text === 'string') &&
    [generation, failures, issuedAt].every((number) => typeof number === 'number') &&
    ['active', 'needs_login', 'paused'].includes(String(status))
  );
}

function damaged(path: string): SipgateKitError {
  return new SipgateKitError('vault_damaged', `${path} is not a readable vault.`, {
    hint: 'Nothing was changed. Keep a copy of the file, then restore it from a backup, or move it away and sign in again.',
  });
}

function tooNew(path: string, version: number): SipgateKitError {
  return new SipgateKitError(
    'invalid_configuration',
    `${path} has version ${version}; this release of @sipgate-kit/vault knows versions up to ${VERSION}.`,
    { hint: 'Run the newer release that wrote it. Nothing was changed.' },
  );
}
