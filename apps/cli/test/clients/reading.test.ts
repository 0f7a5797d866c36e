import { expect, test } from 'vitest';
import { oauthDesk } from '../oauth-desk.ts';
import { stage } from '../stage.ts';

const { sandbox, desk, aliceDesk } = stage();
const SECRET = 'sandbox-secret-only-good-on-this-computer';
const NAME = 'Sandbox callback server';

test('[L8] a list that is not read by a person is one record per line, without borders', async () => {
  const { code, stdout } = await aliceDesk().run(['clients', 'list']);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]?.split('\t')[0]).toBe(NAME);
});

test.each([[['clients', 'list']], [['clients', 'get', NAME]]])(
  '[L16] %j hides secrets until they are asked for',
  async (command) => {
    for (const json of [[], ['--json']]) {
      const hidden = await aliceDesk().run([...command, ...json, '--debug']);
      expect(hidden.code).toBe(0);
      expect(hidden.stdout + hidden.stderr).not.toContain(SECRET);
      const shown = await aliceDesk().run([...command, ...json, '--reveal-secret']);
      expect(shown.stdout).toContain(SECRET);
      expect(shown.stderr).not.toContain(SECRET);
    }
  },
);

test.each([[['clients', 'list']], [['clients', 'get', NAME]]])(
  '[L29] %j takes the old --reveal-secrets, with a warning',
  async (command) => {
    const { code, stdout, stderr } = await aliceDesk().run([...command, '--reveal-secrets', '--json']);
    expect(code).toBe(0);
    expect(stdout).toContain(SECRET);
    expect(stderr).toBe('Warning: --reveal-secrets is deprecated: use --reveal-secret.\n');
    expect((await aliceDesk().run([...command, '--help'])).stdout).not.toContain('--reveal-secrets');
  },
);

test('clients get finds a client by its name and by its id', async () => {
  const { clientId } = sandbox().client;
  for (const nameOrId of [NAME, clientId]) {
    const { stdout } = await aliceDesk().run(['clients', 'get', nameOrId, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ clientId, name: NAME, privacyUrl: 'http://localhost:8080/privacy' });
  }
});

test('a name that is nearly one is suggested', async () => {
  const { code, stdout, stderr } = await aliceDesk().run(['clients', 'get', 'sandbox calback server']);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('There is no OAuth client "sandbox calback server"');
  expect(stderr).toContain(`Did you mean "${NAME}"?`);
});

test('clients privacy shows the public links of any client without a sign-in', async () => {
  const { clientId } = sandbox().client;
  const { code, stdout } = await desk().run(['clients', 'privacy', clientId, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    clientId,
    privacyUrl: 'http://localhost:8080/privacy',
    termsUrl: 'http://localhost:8080/terms',
  });
  const byName = await aliceDesk().run(['clients', 'privacy', NAME, '--json']);
  expect(JSON.parse(byName.stdout).clientId).toBe(clientId);
  expect((await desk().run(['clients', 'privacy', NAME])).code).toBe(4);
});

test('a refusal for want of a scope names the scope and the command that gets it', async () => {
  const bob = await oauthDesk(sandbox(), { scopes: ['account:read'] });
  const { code, stderr } = await bob.run(['clients', 'list']);
  expect(code).toBe(1);
  expect(stderr).toContain('It needs the scope authorization:oauth2:clients:read or all');
  expect(stderr).toMatch(/sipgate login --scope "[^"]*account:read [^"]*authorization:oauth2:clients:read"/);
});
