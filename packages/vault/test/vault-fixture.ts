import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuthorizationTransaction, type ConnectionKey, TokenSet, type TokenSetData } from '@sipgate-kit/core';
import { onTestFinished } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { openVault, type SqliteVaultOptions, type Vault } from '../src/sql/index.ts';

export const START = 1_700_000_000_000;
export const MINUTE = 60_000;

export const alice: ConnectionKey = { issuer: 'https://login.example/realm', clientId: 'demo', subject: 'alice' };
export const bob: ConnectionKey = { ...alice, subject: 'bob' };

/** A clock that stands still until it is told. */
export function heldClock(now = START) {
  const advance = (ms: number): void => {
    now += ms;
  };
  return { now: () => now, advance };
}

export function tokens(name: string, fields: Partial<TokenSetData> = {}): TokenSet {
  const data = { accessToken: `access-${name}`, refreshToken: `refresh-${name}`, scopes: ['openid'], issuedAt: START };
  return new TokenSet({ ...data, ...fields });
}

export function transaction(name: string, startedAt = START): AuthorizationTransaction {
  return {
    state: `state-${name}`,
    codeVerifier: `verifier-${name}`,
    nonce: `nonce-${name}`,
    redirectUri: 'http://localhost:8080/oauth',
    scopes: ['openid'],
    issuer: alice.issuer,
    clientId: alice.clientId,
    startedAt,
  };
}

/** A directory that goes when the test is over. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'vault-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** An open vault, in a file of its own unless told otherwise, closed when the test is over. */
export async function vaultFor(
  options: Omit<Partial<SqliteVaultOptions>, 'url'> = {},
): Promise<{ vault: Vault; file: string; keyRing: KeyRing }> {
  const { file = join(await temporaryDirectory(), 'vault.db'), keyRing = KeyRing.generate() } = options;
  const vault = await openVault({ ...options, file, keyRing });
  onTestFinished(() => vault.close());
  return { vault, file, keyRing };
}

/** Everything on the disk below a directory, as one text. */
export async function bytesBelow(directory: string): Promise<string> {
  const names = await readdir(directory);
  return (await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')))).join('\n');
}
