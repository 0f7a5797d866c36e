import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oauthDesk } from '../oauth-desk.ts';
import type { Desk } from '../run-cli.ts';
import { stage } from '../stage.ts';
import { type SecretService, secretServiceInstalled, startSecretService } from './secret-service.ts';

const { sandbox, desk } = stage();

/** Everything that a desk keeps, as one text. */
const everythingIn = ({ home }: Desk) =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

const state = (own: Desk, name: string) => join(own.env['XDG_STATE_HOME'] ?? '', 'sipgate', name);
const keyIn = (own: Desk) => readFileSync(state(own, 'vault.key'), 'utf8');

describe.skipIf(!secretServiceInstalled)('with a real Secret Service', () => {
  let service: SecretService;
  beforeAll(async () => {
    service = await startSecretService();
  });
  afterAll(() => service?.stop());
  const session = (more: Readonly<Record<string, string>> = {}) => ({ env: { ...service.env, ...more } });
  const on = () => session({ SIPGATE_KEYRING: 'on' });
  /** Alice, signed in, with the key in the keyring. */
  async function movedDesk() {
    const alice = await oauthDesk(sandbox());
    const key = keyIn(alice);
    const moved = await alice.run(['auth', 'status'], on());
    return { alice, key, moved };
  }

  test('the key moves out of its file, and nobody is signed out', async () => {
    const { alice, key, moved } = await movedDesk();
    expect(moved.code).toBe(0);
    expect(moved.stderr).toContain('is now in the keyring of the system');
    expect(existsSync(state(alice, 'vault.key'))).toBe(false);
    expect(everythingIn(alice)).not.toContain(key.trim().split(':')[1]);
    const again = await alice.run(['auth', 'status', '--json'], on());
    expect(again).toMatchObject({ code: 0, stderr: '' });
  });

  test('it stays there where nothing is said any more', async () => {
    const { alice } = await movedDesk();
    expect((await alice.run(['auth', 'status'], session())).code).toBe(0);
    expect(existsSync(state(alice, 'vault.key'))).toBe(false);
  });

  test('a keyring that is gone later: said, no new key is made, and all is well when it is back', async () => {
    const { alice } = await movedDesk();
    for (const env of [{}, { SIPGATE_KEYRING: 'on' }, { SIPGATE_KEYRING: 'off' }]) {
      const gone = await alice.run(['balance', '--json'], { env: { ...env, DBUS_SESSION_BUS_ADDRESS: undefined } });
      expect({ code: gone.code, stdout: gone.stdout }).toEqual({ code: 1, stdout: '' });
      expect(JSON.parse(gone.stderr).error).toMatchObject({
        code: 'keyring_unavailable',
        hint: expect.stringContaining('Nothing was deleted.'),
      });
      expect(existsSync(state(alice, 'vault.key'))).toBe(false);
    }
    expect((await alice.run(['balance'], session())).code).toBe(0);
  });

  test('config set keyring off brings the same key back into its file, and on takes it away again', async () => {
    const { alice, key } = await movedDesk();
    const off = await alice.run(['config', 'set', 'keyring', 'off'], session());
    expect(off.code).toBe(0);
    expect(off.stderr).toContain(`is now in ${state(alice, 'vault.key')}`);
    expect(keyIn(alice)).toBe(key);
    expect(existsSync(state(alice, 'vault.keyring.json'))).toBe(false);
    expect((await alice.run(['balance'], { env: { DBUS_SESSION_BUS_ADDRESS: undefined } })).code).toBe(0);
    expect((await alice.run(['config', 'set', 'keyring', 'on'], session())).code).toBe(0);
    expect(existsSync(state(alice, 'vault.key'))).toBe(false);
    expect((await alice.run(['balance'], session())).code).toBe(0);
  });

  test('a first sign-in with the keyring on leaves no key behind', async () => {
    const { tokenId, token } = sandbox().users.alice.personalAccessToken;
    const own = desk(on().env);
    expect((await own.run(['login', '--pat'], { input: `${tokenId}\n${token}\n` })).code).toBe(0);
    expect(existsSync(state(own, 'vault.key'))).toBe(false);
    expect((await own.run(['balance'])).stdout).toBe('12.34 EUR\n');
  });

  test('many commands that move it at once agree on one key', async () => {
    const alice = await oauthDesk(sandbox());
    const runs = await Promise.all(Array.from({ length: 8 }, () => alice.run(['balance'], on())));
    expect(runs.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual(Array.from({ length: 8 }, () => 0));
    expect((await alice.run(['balance'], on())).code).toBe(0);
    expect(existsSync(state(alice, 'vault.key'))).toBe(false);
    const back = await Promise.all(
      Array.from({ length: 8 }, () => alice.run(['balance'], session({ SIPGATE_KEYRING: 'off' }))),
    );
    expect(back.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual(Array.from({ length: 8 }, () => 0));
    expect((await alice.run(['balance'])).code).toBe(0);
  }, 60_000);

  test('a key file that a broken-off move left is deleted once all of it is in the keyring', async () => {
    const { alice, key } = await movedDesk();
    const stray = `stray:${Buffer.alloc(32, 7).toString('base64url')}`;
    writeFileSync(state(alice, 'vault.key'), `${key.trim()},${stray}\n`, { mode: 0o600 });
    expect((await alice.run(['balance'], on())).code).toBe(0);
    expect(existsSync(state(alice, 'vault.key'))).toBe(false);
    await alice.run(['config', 'set', 'keyring', 'off'], session());
    expect(keyIn(alice)).toBe(`${key.trim()},${stray}\n`);
  });

  test('an entry that somebody deleted is missed, and no new key is made', async () => {
    const { alice } = await movedDesk();
    writeFileSync(state(alice, 'vault.keyring.json'), JSON.stringify({ version: 1, account: 'vault-none' }));
    const { code, stderr } = await alice.run(['balance', '--json'], on());
    expect(code).toBe(1);
    expect(JSON.parse(stderr).error.code).toBe('vault_key_missing');
    expect(existsSync(state(alice, 'vault.key'))).toBe(false);
  });
});
