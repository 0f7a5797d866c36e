import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Desk } from '../run-cli.ts';
import { stage } from '../stage.ts';

const { sandbox, desk, aliceDesk } = stage();

interface Case {
  readonly code: string;
  readonly exit: number;
  readonly args: readonly string[];
  readonly at: () => Desk;
}

function deskWithBrokenFile(): Desk {
  const broken = aliceDesk();
  mkdirSync(join(broken.env['XDG_CONFIG_HOME'] ?? '', 'sipgate'), { recursive: true });
  writeFileSync(join(broken.env['XDG_CONFIG_HOME'] ?? '', 'sipgate', 'config.json'), '{ "profiles": { ');
  return broken;
}

const cases: readonly Case[] = [
  { code: 'usage_error', exit: 2, args: ['clients', 'lst'], at: () => desk() },
  { code: 'usage_error', exit: 2, args: ['clients', 'list', '--nonsense'], at: () => desk() },
  { code: 'not_signed_in', exit: 4, args: ['clients', 'list'], at: () => desk() },
  { code: 'unauthorized', exit: 4, args: ['clients', 'list'], at: () => aliceDesk({ SIPGATE_TOKEN: 'wrong' }) },
  { code: 'profile_not_found', exit: 1, args: ['account', '--profile', 'nobody'], at: () => aliceDesk() },
  { code: 'file_malformed', exit: 1, args: ['account'], at: deskWithBrokenFile },
  {
    code: 'api_unavailable',
    exit: 1,
    args: ['account'],
    at: () => aliceDesk({ SIPGATE_API_URL: 'http://127.0.0.1:1/v2' }),
  },
  {
    code: 'insecure_url',
    exit: 1,
    args: ['account'],
    at: () => aliceDesk({ SIPGATE_API_URL: 'http://api.sipgate.com/v2' }),
  },
];

describe.each(cases)('$args.0 $args.1 fails with $code', ({ code, exit, args, at }) => {
  test('[L7] with --json, stderr is one JSON document with code, message, hint and page, and stdout is empty', async () => {
    const run = await at().run([...args, '--json']);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: exit, stdout: '' });
    expect(JSON.parse(run.stderr)).toEqual({
      error: {
        code,
        message: expect.stringMatching(/^[A-Z`"/].*\.$/s),
        hint: expect.stringMatching(/\S/),
        docs: expect.stringMatching(new RegExp(`^https://.*/errors/${code}\\.md$`)),
      },
    });
  });

  test('[L30] else it says what failed and why, what to do, and where to read more; no stack', async () => {
    const run = await at().run(args);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: exit, stdout: '' });
    expect(run.stderr).toMatch(/^Error: \S.*\.\n\S.*\n/);
    expect(run.stderr).toContain(`/errors/${code}.md`);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  test('[L30] the stack comes with --debug', async () => {
    expect((await at().run([...args, '--debug'])).stderr).toMatch(/^\s+at .*\.cjs/m);
    const { error } = lastJsonIn((await at().run([...args, '--debug', '--json'])).stderr);
    expect(error.stack).toMatch(/^\s+at .*\.cjs/m);
  });
});

/** Debug lines come first. */
function lastJsonIn(text: string): { error: { stack?: string } } {
  return JSON.parse(text.slice(text.search(/^\{$/m)));
}

test('[L30] an error of the program itself says so, and asks to be told', async () => {
  const folder = aliceDesk();
  const broken = join(folder.home, 'break.cjs');
  writeFileSync(broken, 'Intl.NumberFormat = URL.canParse = () => { throw new Error("c4nary inside"); };');
  const plain = await folder.run(['account'], { env: { NODE_OPTIONS: `--require "${broken}"` } });
  expect(plain.code).toBe(1);
  expect(plain.stderr).toContain('Error: Something went wrong inside this program.');
  expect(plain.stderr).toContain('/issues');
  expect(plain.stderr).not.toContain('c4nary');
  const debug = await folder.run(['account', '--debug'], { env: { NODE_OPTIONS: `--require "${broken}"` } });
  expect(debug.stderr).toContain('c4nary inside');
});

test('[L30] what nobody has caught ends in words too, not in a line of the bundle', async () => {
  const folder = aliceDesk();
  const broken = join(folder.home, 'break.cjs');
  writeFileSync(broken, 'setTimeout(() => { throw new Error("c4nary late"); }, 30);');
  const held = sandbox().faults.add({ path: '/v2/account', delayMs: 300 });
  const { code, stderr } = await folder.run(['account'], { env: { NODE_OPTIONS: `--require "${broken}"` } });
  expect(held).toBeDefined();
  expect(code).toBe(1);
  expect(stderr.split('\n').length).toBeLessThan(6);
  expect(stderr).toContain('Error: Something went wrong inside this program.');
});
