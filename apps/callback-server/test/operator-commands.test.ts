import { join } from 'node:path';
import { TokenSet } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import { describe, expect, test } from 'vitest';
import { newDirectory, run } from './process.ts';

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;
const key = { issuer: 'https://login.test', clientId: 'c', subject: 'alice' };

/** A vault with one connection, sealed with the old key, and the command on it. */
async function sealedWithTheOldKey() {
  const cwd = await newDirectory();
  const file = join(cwd, 'vault.sqlite');
  const vault = await openVault({ file, keyRing: KeyRing.parse(OLD) });
  const set = new TokenSet({ accessToken: 'canary-access', refreshToken: 'canary-refresh', scopes: [], issuedAt: 1 });
  const { id } = await vault.connections.saveSignIn(key, set);
  await vault.close();
  const client = { CLIENT_ID: '1234567-0-abc:third-party', CLIENT_SECRET: 'canary-secret' };
  const command = (args: string[], keys = `${NEW},${OLD}`) =>
    run({ cwd, args, env: { ...client, SIPGATE_KIT_DATA_DIR: cwd, SIPGATE_KIT_SEALING_KEYS: keys } }).ended;
  return { file, id, command };
}

describe('the operator', () => {
  test('[S34] seals everything anew; then the old key may go, and every connection is alive', async () => {
    const { file, id, command } = await sealedWithTheOldKey();
    const { code, stdout, stderr } = await command(['rotate-keys']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Sealed anew: 1 of 1');
    expect(stdout).toContain('Every key but the primary one may be taken out');
    expect(stdout).not.toContain('canary');
    const vault = await openVault({ file, keyRing: KeyRing.parse(NEW) });
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('canary-access');
    await vault.close();
  });

  test('is told which key is missing, and nothing is lost', async () => {
    const { file, id, command } = await sealedWithTheOldKey();
    const { code, stderr } = await command(['rotate-keys'], NEW);
    expect(code).toBe(1);
    expect(stderr).toContain('old');
    expect(stderr).not.toMatch(/\n\s+at /);
    const vault = await openVault({ file, keyRing: KeyRing.parse(OLD) });
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('canary-access');
    await vault.close();
  });

  test('[R14] pauses a restored vault, and resumes it only by accepting the loss', async () => {
    const { file, id, command } = await sealedWithTheOldKey();
    expect(await command(['pause', '--reason', 'restored from Monday'])).toMatchObject({ code: 0 });
    const vault = await openVault({ file, keyRing: KeyRing.parse(OLD) });
    expect(await vault.connections.read(id)).toMatchObject({ status: 'paused', reason: 'restored from Monday' });
    expect(await command(['resume'])).toMatchObject({ code: 1, stderr: expect.stringContaining('--accept-loss') });
    expect(await vault.connections.read(id)).toMatchObject({ status: 'paused' });
    expect(await command(['resume', '--accept-loss'])).toMatchObject({ code: 0, stdout: 'Resumed.\n' });
    expect(await vault.connections.read(id)).toMatchObject({ status: 'active' });
    await vault.close();
  });

  test.each([
    [['rotate'], 'There is no command "rotate"'],
    [['pause', 'resume'], 'One command at a time'],
    [['rotate-keys', '--accept-loss'], '--accept-loss belongs to "resume"'],
    [['--reason', 'x'], '--reason belongs to "pause"'],
  ])('is told what is wrong with %j', async (args, problem) => {
    const { command } = await sealedWithTheOldKey();
    expect(await command(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(problem) });
  });
});
