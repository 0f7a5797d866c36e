import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/exit-codes.ts';
import { DOCS_URL, ISSUES_URL } from '../../src/links.ts';
import { newDesk } from '../run-cli.ts';
import { stage } from '../stage.ts';

const { sandbox, aliceDesk } = stage();

const manifest = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'));

test.each([
  [[]],
  [['--help']],
  [['-h']],
  [['help']],
  [['clients', '--help']],
  [['clients', '-h']],
  [['help', 'clients']],
  [['clients', 'list', '--help']],
  [['help', 'clients', 'list']],
  [['--json', 'clients', 'list', '-h']],
  [['help', 'exit-codes']],
  [['help', 'environment']],
])(
  '[L1] [L2] sipgate %j: exit 0, usage or topic, an example, the documentation and the issues, on stdout',
  async (args) => {
    const { code, stdout, stderr } = await newDesk().run(args);
    expect([code, stderr]).toEqual([0, '']);
    if (args[1] !== 'exit-codes' && args[1] !== 'environment') expect(stdout).toMatch(/^Usage\n {2}sipgate/m);
    expect(stdout).toMatch(/^Examples\n {2}\S*.*sipgate/m);
    expect(stdout).toContain(DOCS_URL);
    expect(stdout).toContain(ISSUES_URL);
  },
);

test('[L3] the version is one line, and needs no network', async () => {
  // Whatever is asked for goes to a proxy that is not there.
  const desk = newDesk({ HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' });
  for (const args of [['--version'], ['-V'], ['--json', '--version']]) {
    expect(await desk.run(args)).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  }
});

describe('[L4] what is missing is answered with a short help on stderr, and 2', () => {
  test.each([
    [['clients'], 'sipgate clients <command>'],
    [['clients', 'get'], 'sipgate clients get <client>'],
    [['profile', 'use'], 'sipgate profile use <profile>'],
    [['config', 'set', 'apiUrl'], 'sipgate config set <setting> <value>'],
    [['completion'], 'sipgate completion <shell>'],
  ])('sipgate %j', async (args, usage) => {
    const { code, stdout, stderr } = await newDesk().run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(usage);
    expect(stderr).toMatch(/^Examples\n {2}.*sipgate/m);
    expect(stderr).toContain(`See \`sipgate ${args.join(' ').replace(' apiUrl', '')} --help\`.`);
  });

  test('with --json it is one JSON error', async () => {
    const { code, stderr } = await newDesk().run(['clients', '--json']);
    expect([code, JSON.parse(stderr).error.code]).toEqual([2, 'usage_error']);
  });
});

describe('[L5] what is unknown is refused, the right word suggested, and nothing done', () => {
  test.each([
    [['client', 'list'], 'Did you mean `sipgate clients list`?'],
    [['clients', 'lst'], 'Did you mean `sipgate clients list`?'],
    [['cliens'], 'Did you mean `sipgate clients`?'],
    [['help', 'exitcodes'], 'Did you mean `sipgate help exit-codes`?'],
    [['clients', 'list', '--reveal-secrt'], 'Did you mean --reveal-secret?'],
    [['clients', 'delete', 'x', '--dry_run', '--yes'], 'Did you mean --dry-run?'],
    [['config', 'set', 'apiurl', 'x'], 'Did you mean apiUrl?'],
    [['--jsn', 'account'], 'Did you mean --json?'],
  ])('sipgate %j', async (args, suggestion) => {
    const before = sandbox().requests().length;
    const { code, stdout, stderr } = await aliceDesk().run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(suggestion);
    expect(sandbox().requests()).toHaveLength(before);
  });
});

describe('[L10] exit codes', () => {
  test('are documented, and these', async () => {
    const { stdout } = await newDesk().run(['help', 'exit-codes']);
    for (const { code, meaning } of Object.values(exitCodes))
      expect(stdout).toMatch(new RegExp(`^ {2}${code} +${meaning.slice(0, 20)}`, 'm'));
    expect(Object.values(exitCodes).map(({ code }) => code)).toEqual([0, 1, 2, 4, 130]);
  });

  test('0 done, 1 failed, 2 not understood, 4 sign in first, 130 interrupted', async () => {
    const alice = aliceDesk();
    expect((await alice.run(['account'])).code).toBe(0);
    expect((await alice.run(['profile', 'use', 'nobody'])).code).toBe(1);
    expect((await alice.run(['acount'])).code).toBe(2);
    expect((await newDesk().run(['account'])).code).toBe(4);
  });

  test('130 on Ctrl-C, while a request is under way', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const child = aliceDesk({ SIPGATE_API_URL: `http://127.0.0.1:${port}/v2` }).start(['account']);
    const ended = new Promise((resolve) => child.once('close', resolve));
    silent.once('connection', () => child.kill('SIGINT'));
    expect(await ended).toBe(130);
    silent.close();
  });
});

test('[L18] -- ends the options', async () => {
  const desk = newDesk();
  const { code } = await desk.run(['config', 'set', 'clientId', '--', '--json']);
  expect(code).toBe(0);
  expect((await desk.run(['config', 'get', 'clientId'])).stdout).toBe('--json\n');
});

test('[L19] options stand before or after the command, those of the command, too', async () => {
  const alice = aliceDesk();
  const after = await alice.run(['clients', 'list', '--json', '--reveal-secret']);
  expect(after.stdout).toContain('clientSecret');
  for (const args of [
    ['--json', '--reveal-secret', 'clients', 'list'],
    ['clients', '--reveal-secret', '--json', 'list'],
    ['--profile', 'default', '--json', 'clients', '--reveal-secret', 'list'],
    ['--profile=default', '--reveal-secret', 'clients', 'list', '--json'],
  ]) {
    expect(await alice.run(args)).toEqual(after);
  }
  const { stdout } = await alice.run(['-p', 'sandbox', '--origin', 'config', 'list']);
  expect(stdout).toContain('profile\tsandbox\tflag, --profile');
});
