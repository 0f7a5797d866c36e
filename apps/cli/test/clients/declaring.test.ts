import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { oauthDesk } from '../oauth-desk.ts';
import type { Desk } from '../run-cli.ts';
import { openTerminal } from '../terminal.ts';
import { clientStage } from './client-stage.ts';

const { sandbox, aliceDesk, writes } = clientStage();

const CLIENTS = '/v2/authorization/oauth2/clients';
const NEW = `clients:
  - name: Example CRM
    description: Customers and calls
    redirectUris:
      - https://crm.example.com/oauth
  - name: Second
    description: Another one
    redirectUris: [https://second.example.com/oauth]
`;

function file(desk: Desk, name: string, text: string): string {
  writeFileSync(join(desk.home, name), text);
  return name;
}

async function names(desk: Desk): Promise<readonly string[]> {
  const { stdout } = await desk.run(['clients', 'list', '--json']);
  return JSON.parse(stdout).map(({ name }: { name: string }) => name);
}

async function exported(desk: Desk): Promise<string> {
  return (await desk.run(['clients', 'export'])).stdout;
}

describe('export', () => {
  test('writes what plan finds in sync, without secrets', async () => {
    const alice = aliceDesk();
    for (const name of ['clients.yaml', 'clients.json', 'ä b.yml']) {
      const { code, stdout } = await alice.run(['clients', 'export', '-f', name]);
      expect([code, stdout]).toEqual([0, `${name}\n`]);
      const text = readFileSync(join(alice.home, name), 'utf8');
      expect(text).not.toMatch(/secret-only-good|clientSecret/);
      expect((name.endsWith('.json') ? JSON.parse(text) : parse(text)).clients).toHaveLength(2);
      const plan = await alice.run(['clients', 'plan', '-f', name, '--prune', '--exit-code', '--json']);
      expect([plan.code, JSON.parse(plan.stdout).inSync]).toEqual([0, true]);
    }
    expect(writes()).toEqual([]);
  });

  test('keeps texts that YAML would read as something else', async () => {
    const alice = aliceDesk();
    const odd = ['yes', '007', '# no comment', ' a: b', '"quoted"', "it's\nдва\tlines", '~', '2026-01-01'];
    for (const name of odd) {
      const created = await alice.run(['api', 'createClient', '--input', '-'], {
        input: JSON.stringify({
          name,
          description: name,
          redirectUris: ['https://a.example/cb'],
          webOrigins: [],
          privacyUrl: '',
          termsUrl: '',
        }),
      });
      expect(created.code).toBe(0);
    }
    const plan = await alice.run(['clients', 'plan', '-f', '-', '--exit-code'], { input: await exported(alice) });
    expect([plan.code, plan.stdout]).toEqual([0, 'Nothing to do: all 10 OAuth clients are as described.\n']);
  });

  test('[L17] goes to stdout for `-`, and comes back from stdin', async () => {
    const alice = aliceDesk();
    const { stdout } = await alice.run(['clients', 'export', '-f', '-']);
    expect((await alice.run(['clients', 'plan', '-f', '-'], { input: stdout })).code).toBe(0);
    const json = await alice.run(['clients', 'export', '--json']);
    expect(JSON.parse(json.stdout)).toEqual(parse(stdout));
  });

  test('does not replace a file that says something else, unless that is agreed to', async () => {
    const alice = aliceDesk();
    const name = file(alice, 'clients.yaml', NEW);
    const refused = await alice.run(['clients', 'export', '-f', name]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect(readFileSync(join(alice.home, name), 'utf8')).toBe(NEW);
    expect((await alice.run(['clients', 'export', '-f', name, '--yes'])).code).toBe(0);
    expect((await alice.run(['clients', 'export', '-f', name])).code).toBe(0);
    const nowhere = await alice.run(['clients', 'export', '-f', 'no/where.yaml']);
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('there is no such folder')]);
  });

  test.runIf(process.platform !== 'win32')('keeps the mode of a file it replaces', async () => {
    const alice = aliceDesk();
    writeFileSync(join(alice.home, 'clients.yaml'), NEW, { mode: 0o640 });
    await alice.run(['clients', 'export', '-f', 'clients.yaml', '--yes']);
    expect(statSync(join(alice.home, 'clients.yaml')).mode & 0o777).toBe(0o640);
  });
});

describe('plan', () => {
  test('shows drift as a difference, and writes nothing', async () => {
    const alice = aliceDesk();
    const text = (await exported(alice))
      .replace('Seeded public client', 'Described anew')
      .replace('http://localhost/*', 'http://localhost/cb');
    const name = file(alice, 'clients.yaml', text);
    const { code, stdout, stderr } = await alice.run(['clients', 'plan', '-f', name]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        `~ Sandbox browser app (${sandbox().publicClient.clientId})`,
        '    description',
        '      - Seeded public client',
        '      + Described anew',
        '    redirectUris',
        '        http://127.0.0.1/*',
        '      - http://localhost/*',
        '      + http://localhost/cb',
        '',
        '0 to create, 1 to change, 0 to delete; 1 as described.',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('Next: sipgate clients apply -f clients.yaml\n');
    expect(writes()).toEqual([]);
  });

  test('paints the difference where colours are wanted', async () => {
    const alice = aliceDesk({ FORCE_COLOR: '1' });
    const { stdout } = await alice.run(['clients', 'plan', '-f', file(alice, 'new.yaml', NEW)]);
    expect(stdout).toContain('\u001b[32m      + Example CRM\u001b[39m');
  });

  test('--exit-code ends with 1 when something differs, and without a file named the file is clients.yaml', async () => {
    const alice = aliceDesk();
    file(alice, 'clients.yaml', NEW);
    const { code, stdout, stderr } = await alice.run(['clients', 'plan', '--exit-code', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'clients_differ' });
    expect(JSON.parse(stdout)).toMatchObject({
      inSync: false,
      steps: [
        { kind: 'create', clientId: null, name: 'Example CRM', foundBy: null },
        { kind: 'create', name: 'Second' },
        { kind: 'unmanaged', name: 'Sandbox callback server' },
        { kind: 'unmanaged', name: 'Sandbox browser app' },
      ],
    });
  });

  test('finds by name, but for clients that share one', async () => {
    const alice = aliceDesk();
    const twin = [
      'clients',
      'create',
      '--allow-duplicate',
      '--name',
      'Twin',
      '--description',
      'd',
      '--redirect-uri',
      'https://t.example/cb',
      '--yes',
    ];
    await alice.run(twin);
    await alice.run(twin);
    const name = file(
      alice,
      'twin.yaml',
      '# Two of them\nclients:\n  - name: Twin\n    description: d\n    redirectUris: [https://t.example/cb]\n',
    );
    const { code, stderr } = await alice.run(['clients', 'plan', '-f', name, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'client_ambiguous',
      message: expect.stringMatching(/^twin\.yaml, line 3, column 5: 2 OAuth clients are named "Twin": \S+, \S+\.$/),
      hint: expect.stringContaining('clientId'),
    });
    const apply = await alice.run(['clients', 'apply', '-f', name, '--yes']);
    expect(apply.code).toBe(1);
    expect(writes()).toEqual(['POST /clients', 'POST /clients']);
  });

  test.each([
    ['clients:\n  - nme: a\n', /line 2, column 5, clients\[0\]\.nme: There is no such field/],
    ['clients:\n  - name: a\n    redirectUris: x\n', /line 3, column 5, clients\[0\]\.redirectUris: Write a list\./],
    [NEW.replace('https://crm', 'http://crm'), /line 5, column 9, clients\[0\]\.redirectUris\[0\]: /],
    [NEW.replace('Second', 'Example CRM'), /line 6, column 5, clients\[1\]\.name: clients\[0\] has this name, too/],
    [
      `${NEW}    clientId: 1-0-x\n`,
      /line 9, column 5, clients\[1\]\.clientId: This account has no such OAuth client\./,
    ],
    [`${NEW}    clientSecret: s3cret\n`, /line 9, column 5, clients\[1\]\.clientSecret: sipgate makes the secret/],
    ['clients: [', /is neither valid YAML nor JSON \(line 1, column 11/],
    ['', /line 1, column 1: Write `clients:` and a list/],
  ])('a file that cannot be meant names line and column (%j)', async (text, message) => {
    const alice = aliceDesk();
    for (const command of ['plan', 'apply']) {
      const { code, stdout, stderr } = await alice.run(['clients', command, '-f', file(alice, 'bad.yaml', text)]);
      expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(message)]);
      expect(stderr).not.toContain('s3cret');
    }
    expect(writes()).toEqual([]);
  });
});

describe('apply', () => {
  test('does what plan shows, and then there is nothing to do', async () => {
    const alice = aliceDesk();
    const text =
      (await exported(alice)).replace('Seeded public client', 'Described anew') + NEW.replace('clients:\n', '');
    const name = file(alice, 'clients.yaml', text);
    const plan = JSON.parse((await alice.run(['clients', 'plan', '--json'])).stdout);
    const applied = await alice.run(['clients', 'apply', '--yes', '--json']);
    expect(applied.code).toBe(0);
    const { outcome, done, remaining } = JSON.parse(applied.stdout);
    expect([outcome, remaining]).toEqual(['applied', []]);
    const planned = plan.steps.filter(({ kind }: { kind: string }) => kind !== 'unchanged');
    expect(done.map((step: object) => ({ ...step, clientId: null }))).toEqual(
      planned.map((step: object) => ({ ...step, clientId: null })),
    );
    expect(writes()).toEqual([
      `PUT /clients/${encodeURIComponent(sandbox().publicClient.clientId)}`,
      'POST /clients',
      'POST /clients',
    ]);
    const again = await alice.run(['clients', 'apply', '-f', name, '--yes', '--prune']);
    expect([again.code, again.stdout]).toEqual([0, '']);
    expect(again.stderr).toContain('Nothing to do: all 4 OAuth clients are as described.');
    expect(writes()).toHaveLength(3);
  });

  test('[L15] --dry-run writes nothing', async () => {
    const alice = aliceDesk();
    const name = file(alice, 'new.yaml', NEW);
    const { code, stdout } = await alice.run([
      'clients',
      'apply',
      '-f',
      name,
      '--prune',
      '--dry-run',
      '--yes',
      '--json',
    ]);
    expect(code).toBe(0);
    const { outcome, done, remaining } = JSON.parse(stdout);
    expect([outcome, done]).toEqual(['would_apply', []]);
    expect(remaining.map(({ kind }: { kind: string }) => kind)).toEqual(['create', 'create', 'delete', 'delete']);
    expect(writes()).toEqual([]);
    expect(await names(alice)).toEqual(['Sandbox callback server', 'Sandbox browser app']);
  });

  test('[L15] asks, and where nobody can be asked it wants --yes', async () => {
    const alice = aliceDesk();
    const name = file(alice, 'new.yaml', NEW);
    const { code, stdout, stderr } = await alice.run(['clients', 'apply', '-f', name]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('2 to create, 0 to change, 0 to delete; 0 as described.');
    expect(stderr).toContain('Say it with --yes.');
    expect(writes()).toEqual([]);
  });

  test('[L15] deletes with --prune alone, and says what that means', async () => {
    const alice = aliceDesk({ SIPGATE_CLIENT_ID: sandbox().publicClient.clientId });
    const name = file(alice, 'new.yaml', NEW);
    await alice.run(['clients', 'apply', '-f', name, '--yes']);
    expect(await names(alice)).toEqual(['Sandbox callback server', 'Sandbox browser app', 'Example CRM', 'Second']);
    const pruned = await alice.run(['clients', 'apply', '-f', name, '--yes', '--prune']);
    expect(pruned.code).toBe(0);
    expect(pruned.stderr).toContain('cannot be undone');
    expect(pruned.stderr).toContain('The profile "default" signs in with one of them.');
    expect(await names(alice)).toEqual(['Example CRM', 'Second']);
  });

  test('on a terminal a person says yes or no', async () => {
    const alice = aliceDesk();
    const name = file(alice, 'new.yaml', NEW);
    const no = openTerminal(alice, ['clients', 'apply', '-f', name]);
    await no.shows(/Do all this\?/);
    no.type('n\r');
    expect(await no.ended).toBe(130);
    expect(writes()).toEqual([]);
    const yes = openTerminal(alice, ['clients', 'apply', '-f', name]);
    await yes.shows(/Do all this\?/);
    yes.type('y\r');
    expect(await yes.ended).toBe(0);
    expect(yes.text).toContain('Created "Second"');
    expect(writes()).toEqual(['POST /clients', 'POST /clients']);
  });

  test('[L26] what fails ends it, says what was done and what not, and the next run goes on', async () => {
    const alice = aliceDesk();
    const name = file(
      alice,
      'new.yaml',
      `${NEW}  - name: Third\n    description: d\n    redirectUris: [https://third.example.com/cb]\n`,
    );
    const first = sandbox().faults;
    first.add({ method: 'POST', path: CLIENTS, delayMs: 1 });
    first.add({ method: 'POST', path: CLIENTS, status: 503 });
    const failed = await alice.run(['clients', 'apply', '-f', name, '--yes', '--json']);
    expect(failed.code).toBe(1);
    const { outcome, done, remaining } = JSON.parse(failed.stdout);
    expect(outcome).toBe('incomplete');
    expect(done.map((step: { name: string }) => step.name)).toEqual(['Example CRM']);
    expect(remaining.map((step: { name: string }) => step.name)).toEqual(['Second', 'Third']);

    first.add({ method: 'POST', path: CLIENTS, status: 503 });
    const again = await alice.run(['clients', 'apply', '-f', name, '--yes']);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/Creating "Second" failed: .*503/);
    expect(again.stderr).toContain('not begun: create "Third"');
    expect(again.stderr).toContain('What is done stays done; run it again to go on from there.');

    expect((await alice.run(['clients', 'apply', '-f', name, '--yes'])).code).toBe(0);
    expect((await names(alice)).slice(2)).toEqual(['Example CRM', 'Second', 'Third']);
  });

  test('[L26] a creation whose answer was lost is not repeated', async () => {
    const alice = aliceDesk();
    const name = file(alice, 'new.yaml', NEW);
    sandbox().faults.add({ method: 'POST', path: CLIENTS, drop: 'after' });
    expect((await alice.run(['clients', 'apply', '-f', name, '--yes'])).code).toBe(1);
    expect((await alice.run(['clients', 'apply', '-f', name, '--yes'])).code).toBe(0);
    expect((await names(alice)).slice(2)).toEqual(['Example CRM', 'Second']);
  });

  test('a missing scope is named with the command that gets it', async () => {
    const reader = await oauthDesk(sandbox(), { scopes: ['authorization:oauth2:clients:read'] });
    const name = file(reader, 'new.yaml', NEW);
    const { code, stderr } = await reader.run(['clients', 'apply', '-f', name, '--yes']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/sipgate login --scope "[^"]*authorization:oauth2:clients:write"/);
  });

  test('[L16] new secrets are not printed, nor those of clients that go', async () => {
    const alice = aliceDesk();
    const name = file(alice, 'new.yaml', NEW);
    const before = await alice.run(['clients', 'apply', '-f', name, '--yes', '--prune', '--json', '--debug']);
    expect(before.code).toBe(0);
    const list = await alice.run(['clients', 'list', '--json', '--reveal-secret']);
    const secrets = JSON.parse(list.stdout).map(({ clientSecret }: { clientSecret: string }) => clientSecret);
    expect(secrets).toHaveLength(2);
    for (const secret of [...secrets, sandbox().client.clientSecret])
      expect(before.stdout + before.stderr).not.toContain(secret);
    expect(before.stderr).toMatch(/Next: sipgate clients get \S+ --write-env \.env, or --reveal-secret/);
  });

  test('warns of redirect URIs that hardly mean what they say', async () => {
    const alice = aliceDesk();
    const name = file(alice, 'new.yaml', NEW.replace('https://crm.example.com/oauth', 'https://*.example.com/oauth'));
    for (const command of [['plan'], ['apply', '--dry-run']]) {
      const { stderr } = await alice.run(['clients', ...command, '-f', name]);
      expect(stderr).toMatch(/^https:\/\/\*\.example\.com\/oauth\n {2}warning: /);
    }
  });
});
