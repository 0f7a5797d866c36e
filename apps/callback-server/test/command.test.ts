import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { TokenSet } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import { describe, expect, test } from 'vitest';
import { listen } from '../src/listen.ts';
import { freePort, newDirectory, run } from './process.ts';

const client = { CLIENT_ID: '1234567-0-abc:third-party', CLIENT_SECRET: 'canary-secret' };

describe('the command', () => {
  test('helps, tells its version, and refuses what it does not know', async () => {
    const cwd = await newDirectory();
    const [help, version, unknown] = await Promise.all(
      ['--help', '--version', '--nonsense'].map((argument) => run({ cwd, args: [argument] }).ended),
    );
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help?.stdout).toContain('--env-file');
    expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) });
    expect(unknown).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining("Unknown option '--nonsense'"),
    });
  });

  test('names every missing variable, with an example', async () => {
    const cwd = await newDirectory();
    await writeFile(join(cwd, '.env'), 'CLIENT_ID=YOUR_CLIENT_ID\nCLIENT_SECRET=YOUR_CLIENT_SECRET\nPORT=eighty\n');
    const { code, stdout, stderr } = await run({ cwd }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('CLIENT_ID still is the placeholder');
    expect(stderr).toContain('CLIENT_SECRET still is the placeholder');
    expect(stderr).toContain('PORT is no port number');
    expect(stderr).toContain('Example: PORT=8080');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('says which file is missing', async () => {
    const { code, stderr } = await run({ cwd: await newDirectory(), args: ['--env-file', 'mine.env'] }).ended;
    // Node 20 looks for this option behind the script's name, too, and then speaks first.
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/There is no file .*mine\.env|mine\.env: not found/);
  });

  test('lets the environment win over the file', async () => {
    const cwd = await newDirectory();
    await writeFile(join(cwd, 'mine.env'), 'CLIENT_ID=a\nCLIENT_SECRET=b\nPORT=1\nOAUTH_SCOPE="account:read"\n');
    const env = { PORT: 'from-the-environment', OAUTH_SCOPE: '' };
    const { stderr } = await run({ cwd, args: ['--env-file', 'mine.env'], env }).ended;
    expect(stderr).toContain('One variable is missing or wrong');
    expect(stderr).toContain('PORT is no port number');
  });

  test('says which port is taken, and what to change', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    const env = { ...client, PORT: String(port), REDIRECT_URI: `http://localhost:${port}/oauth` };
    const { code, stderr } = await run({ cwd: await newDirectory(), env }).ended;
    other.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken by another program.`);
    expect(stderr).toMatch(/both PORT=\d+ and REDIRECT_URI/);
  });

  test('says where it cannot write', async () => {
    const cwd = await newDirectory();
    await writeFile(join(cwd, 'occupied'), '');
    const env = { ...client, SIPGATE_KIT_DATA_DIR: 'occupied/data' };
    const { code, stderr } = await run({ cwd, env }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`${join(cwd, 'occupied', 'data')}`);
    expect(stderr).toContain('cannot be written');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('does not start with keys that do not open the vault', async () => {
    const cwd = await newDirectory();
    const keyRing = KeyRing.generate('first');
    const vault = await openVault({ file: join(cwd, '.sipgate-kit', 'vault.sqlite'), keyRing });
    const key = { issuer: 'https://login.example', clientId: 'a', subject: 'b' };
    await vault.connections.saveSignIn(key, new TokenSet({ accessToken: 'a', scopes: [], issuedAt: 0 }));
    await vault.close();
    const env = { ...client, SIPGATE_KIT_SEALING_KEYS: KeyRing.generate('second').serialize() };
    const { code, stderr } = await run({ cwd, env }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('does not hold the key "first"');
    expect(stderr).toContain('Bring the key back: in SIPGATE_KIT_SEALING_KEYS');
  });

  test('says which file is no vault', async () => {
    const cwd = await newDirectory();
    await openVault({ file: join(cwd, 'vault.sqlite'), keyRing: KeyRing.generate() }).then((vault) => vault.close());
    await writeFile(join(cwd, 'vault.sqlite'), 'not a database at all'.repeat(400));
    const { code, stderr } = await run({ cwd, env: { ...client, SIPGATE_KIT_DATA_DIR: '.' } }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('is not a readable vault');
  });

  test('takes only addresses of this machine', async () => {
    const env = { ...client, SIPGATE_KIT_HOST: '192.0.2.1', REDIRECT_URI: 'https://app.example/oauth' };
    const { code, stderr } = await run({ cwd: await newDirectory(), env }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('SIPGATE_KIT_HOST has to be an address of this machine');
  });
});

describe('listening', () => {
  const fetch = () => new Response('here');
  const failing = (failures: Record<string, string>) => async (_server: unknown, address: string) => {
    const code = failures[address];
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  };
  const localhost = { host: 'localhost', port: 8080 };

  test('on localhost means both families', async () => {
    const bound: string[] = [];
    const listener = await listen(fetch, localhost, async (_server, address) => void bound.push(address));
    expect(bound).toEqual(['127.0.0.1', '::1']);
    expect(listener.addresses).toEqual(['127.0.0.1:8080', '[::1]:8080']);
  });

  for (const code of ['EADDRNOTAVAIL', 'EAFNOSUPPORT']) {
    test(`on a machine without IPv6 (${code}) is no port in use`, async () => {
      const listener = await listen(fetch, localhost, failing({ '::1': code }));
      expect(listener.addresses).toEqual(['127.0.0.1:8080']);
    });
  }

  test('fails when either family is taken', async () => {
    await expect(listen(fetch, localhost, failing({ '::1': 'EADDRINUSE' }))).rejects.toMatchObject({
      code: 'port_in_use',
    });
  });

  test('below 1024 needs the administrator, and says what to change', async () => {
    await expect(
      listen(fetch, { host: 'localhost', port: 80 }, failing({ '127.0.0.1': 'EACCES' })),
    ).rejects.toMatchObject({
      code: 'port_forbidden',
      message: 'This user may not listen on port 80.',
      hint: expect.stringContaining('both PORT and REDIRECT_URI'),
    });
  });

  test('answers on both families', async () => {
    const port = await freePort();
    const listener = await listen(fetch, { host: 'localhost', port });
    for (const address of listener.addresses) {
      expect(await (await globalThis.fetch(`http://${address}/`)).text()).toBe('here');
    }
    await listener.stop(1_000);
    await expect(globalThis.fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });
});
