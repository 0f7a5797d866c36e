import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clientStage } from './client-stage.ts';

const { sandbox, aliceDesk, writes } = clientStage();
const NAME = 'Sandbox callback server';
const PUT = () => `PUT /clients/${encodeURIComponent(sandbox().client.clientId)}`;
const DELETE = () => PUT().replace('PUT', 'DELETE');
const uri = 'https://crm.example.com/oauth';
const update = (...options: string[]) => ['clients', 'update', NAME, ...options];

describe('clients update', () => {
  test('[L25] shows the difference, writes it, says what changed and what to run next', async () => {
    const desk = aliceDesk();
    const { code, stdout, stderr } = await desk.run(
      update('--add-redirect-uri', uri, '--name', 'CRM', '--yes', '--json'),
    );
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      outcome: 'updated',
      client: { name: 'CRM', description: 'Seeded confidential client', redirectUris: expect.arrayContaining([uri]) },
      changes: [
        { field: 'name', before: NAME, after: 'CRM' },
        { field: 'redirectUris', after: expect.arrayContaining([uri]) },
      ],
    });
    expect(stderr).toContain(`~ ${NAME} (${sandbox().client.clientId})\n    name\n      - ${NAME}\n      + CRM\n`);
    expect(stderr).toContain(`        http://localhost/oauth\n`);
    expect(stderr).toContain(`      + ${uri}\n`);
    expect(stderr).toMatch(/Changed name, redirectUris of "CRM"\. Next: sipgate clients get \S+ --write-env \.env/);
    expect(writes()).toEqual([PUT()]);
  });

  test('colours the difference', async () => {
    const { stderr } = await aliceDesk({ FORCE_COLOR: '1' }).run(update('--name', 'CRM', '--yes'));
    expect(stderr).toContain(`\u001b[31m      - ${NAME}\u001b[39m`);
    expect(stderr).toContain('\u001b[32m      + CRM\u001b[39m');
  });

  test('keeps what is not named, and takes links away', async () => {
    const { stdout } = await aliceDesk().run(update('--privacy-url=', '--yes', '--json'));
    const { client, changes } = JSON.parse(stdout);
    expect(changes).toEqual([{ field: 'privacyUrl', before: 'http://localhost:8080/privacy', after: '' }]);
    expect(client).toMatchObject({ name: NAME, termsUrl: 'http://localhost:8080/terms' });
    expect(client).not.toHaveProperty('privacyUrl');
  });

  test.each([
    [['--name', NAME]],
    [['--add-redirect-uri', 'http://localhost/oauth']],
    [
      [
        '--redirect-uri',
        'http://127.0.0.1/oauth',
        '--redirect-uri',
        'http://localhost/oauth',
        '--redirect-uri',
        'http://localhost:8080/oauth',
      ],
    ],
  ])('nothing to change is a success: %j', async (options) => {
    const { code, stdout, stderr } = await aliceDesk().run(update(...options, '--json'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'unchanged', changes: [] });
    expect(stderr).toBe(`Nothing to change: "${NAME}" is as described.\n`);
    expect(writes()).toEqual([]);
  });

  test('[L15] --dry-run writes nothing, and shows the difference as data', async () => {
    const { code, stdout } = await aliceDesk().run(
      update('--remove-redirect-uri', 'http://localhost/oauth', '--dry-run'),
    );
    expect(code).toBe(0);
    expect(stdout).toContain('      - http://localhost/oauth\n');
    expect(writes()).toEqual([]);
  });

  test('[L14] without --yes and without anybody to ask nothing is changed', async () => {
    for (const more of [[], ['--no-input']]) {
      const { code, stdout, stderr } = await aliceDesk().run(update('--name', 'CRM', ...more));
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('      + CRM\n');
      expect(stderr).toContain('Say it with --yes.');
    }
    expect(writes()).toEqual([]);
  });

  test('without anything to change it says how to say it', async () => {
    const { code, stderr } = await aliceDesk().run(update());
    expect(code).toBe(2);
    expect(stderr).toContain('--add-redirect-uri');
  });

  test('[L17] takes back what clients get printed, edited, from stdin', async () => {
    const desk = aliceDesk();
    const client = JSON.parse((await desk.run(['clients', 'get', NAME, '--json'])).stdout);
    const input = JSON.stringify({ ...client, description: 'Edited' });
    const { code, stdout } = await desk.run(update('--from-file', '-', '--yes', '--json'), { input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).changes).toEqual([
      { field: 'description', before: 'Seeded confidential client', after: 'Edited' },
    ]);
    const other = JSON.stringify({ ...client, clientId: 'other' });
    expect((await desk.run(update('--from-file', '-', '--yes'), { input: other })).stderr).toMatch(
      /stdin cannot be used:\n {2}line 1, column 2, clientId: It is of another client/,
    );
  });

  test('a bad redirect URI in a file is told with its place; old ones of the client are none of its business', async () => {
    const desk = aliceDesk();
    writeFileSync(join(desk.home, 'c.yaml'), 'redirectUris:\n  - https://crm.example.com/oauth#x\n');
    const { code, stderr } = await desk.run(update('--from-file', 'c.yaml', '--yes'));
    expect(code).toBe(1);
    expect(stderr).toContain('line 2, column 5, redirectUris[0]: It has a fragment');
    expect(writes()).toEqual([]);
  });

  test('what is to be removed has to be there', async () => {
    const { code, stderr } = await aliceDesk().run(update('--remove-redirect-uri', 'http://localhost/oaut', '--yes'));
    expect(code).toBe(1);
    expect(stderr).toContain('Did you mean http://localhost/oauth?');
    expect(writes()).toEqual([]);
  });
});

describe('clients delete', () => {
  test('[L25] warns, deletes with --yes, says so and what to run next', async () => {
    const desk = aliceDesk();
    const { code, stdout, stderr } = await desk.run(['clients', 'delete', NAME, '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'deleted', client: { name: NAME } });
    expect(stdout + stderr).not.toContain(sandbox().client.clientSecret);
    expect(stderr).toMatch(/^Warning: Deleting .* cannot be undone\. Everybody who signed in with it is signed out/);
    expect(stderr).toContain(`Deleted the OAuth client "${NAME}". Next: sipgate clients list`);
    expect(writes()).toEqual([DELETE()]);
    expect((await desk.run(['clients', 'get', NAME])).code).toBe(1);
  });

  test('[L15] asks; where nobody can be asked it needs --yes', async () => {
    for (const more of [[], ['--no-input']]) {
      const { code, stdout, stderr } = await aliceDesk().run(['clients', 'delete', NAME, ...more]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Say it with --yes.');
    }
    expect(writes()).toEqual([]);
  });

  test('[L15] --dry-run deletes nothing, with --yes neither', async () => {
    const { code, stdout } = await aliceDesk().run(['clients', 'delete', NAME, '--dry-run', '--yes']);
    expect(code).toBe(0);
    expect(stdout).toBe(`- ${NAME} (${sandbox().client.clientId})\n`);
    expect(writes()).toEqual([]);
  });

  test('whoever signs in with the client is told', async () => {
    const desk = aliceDesk({ SIPGATE_CLIENT_ID: sandbox().client.clientId });
    const { stderr } = await desk.run(['clients', 'delete', NAME, '--yes']);
    expect(stderr).toContain('The profile "default" signs in with it. Next: sipgate login --client-id');
  });
});
