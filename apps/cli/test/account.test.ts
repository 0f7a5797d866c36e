import { describe, expect, test } from 'vitest';
import { stage } from './stage.ts';

const { sandbox, desk, aliceDesk } = stage();

const bobDesk = () => {
  const { tokenId, token } = sandbox().users.bob.personalAccessToken;
  return desk({ SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token });
};

const LISTS = ['users', 'numbers', 'history'];

test.each(['account', 'balance', ...LISTS])('[L6] %s --json is JSON alone, and exits 0', async (command) => {
  const { code, stdout, stderr } = await aliceDesk().run([command, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const data = JSON.parse(stdout);
  expect(Array.isArray(data)).toBe(LISTS.includes(command));
});

test('account tells company and product', async () => {
  const { stdout } = await aliceDesk().run(['account']);
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining(['Company\tAdler Optik GmbH', 'Product\tteam', 'History\tkept for ever']),
  );
});

test('balance is in the currency, and the API counts in ten-thousandths of it', async () => {
  expect((await aliceDesk().run(['balance'])).stdout).toBe('12.34 EUR\n');
  const { stdout } = await aliceDesk().run(['balance', '--json']);
  expect(JSON.parse(stdout)).toEqual({ value: 12.34, currency: 'EUR', amount: 123_400 });
});

test.each(LISTS)('[L8] %s is one record per line where no person reads it', async (command) => {
  const { stdout } = await aliceDesk().run([command]);
  const records = JSON.parse((await aliceDesk().run([command, '--json'])).stdout);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(records.length);
  for (const line of lines) expect(line).toContain('\t');
});

describe('history', () => {
  const ids = (stdout: string) => JSON.parse(stdout).map(({ id }: { id: string }) => id);

  test('is the last ten entries unless told otherwise, and any number of them across pages', async () => {
    expect(ids((await aliceDesk().run(['history', '--json'])).stdout)).toHaveLength(10);
    expect(ids((await aliceDesk().run(['history', '--json', '--limit', '3'])).stdout)).toHaveLength(3);
    expect(ids((await aliceDesk().run(['history', '--json', '-n', '5000'])).stdout)).toHaveLength(36);
  });

  test('is filtered by type and direction, each as often as wanted', async () => {
    const { stdout } = await aliceDesk().run(
      'history --json -n 99 --type sms --type call --direction missed-incoming'.split(' '),
    );
    const entries = JSON.parse(stdout) as { type: string; direction: string }[];
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ direction }) => direction))).toEqual(new Set(['MISSED_INCOMING']));
    expect(entries.every(({ type }) => type === 'CALL' || type === 'SMS')).toBe(true);
  });

  test('is filtered by time, an instant without a zone being in the time zone of the machine', async () => {
    const clock = sandbox().clock.now();
    const local = (instant: number) => new Date(instant).toISOString().slice(0, 16);
    const [from, to] = [local(clock - 3 * 86_400_000), local(clock - 86_400_000)];
    const { stdout } = await aliceDesk({ TZ: 'UTC' }).run([
      'history',
      '--json',
      '-n',
      '99',
      '--from',
      from,
      '--to',
      to,
    ]);
    const instants = JSON.parse(stdout).map(({ created }: { created: string }) => created.slice(0, 16));
    expect(instants.length).toBeGreaterThan(0);
    expect(instants.every((instant: string) => from <= instant && instant < to)).toBe(true);
    const east = await aliceDesk({ TZ: 'Pacific/Kiritimati' }).run([
      'history',
      '--json',
      '-n',
      '99',
      '--from',
      `${from}Z`,
      '--to',
      `${to}Z`,
    ]);
    expect(east.stdout).toBe(stdout);
  });

  test('shows the archived entries instead, and those with a star', async () => {
    const archived = JSON.parse((await aliceDesk().run(['history', '--json', '--archived'])).stdout);
    expect(archived.every((entry: { archived: boolean }) => entry.archived)).toBe(true);
    const starred = JSON.parse((await aliceDesk().run(['history', '--json', '--starred'])).stdout);
    expect(starred.every((entry: { starred: boolean }) => entry.starred)).toBe(true);
  });

  test('[L9] nothing found is no failure: `[]` and exit 0, a hint on stderr', async () => {
    const args = ['history', '--type', 'call'];
    const plain = await bobDesk().run(args);
    expect(plain).toMatchObject({ code: 0, stdout: '' });
    expect(plain.stderr).toContain('Accounts made since September 2025 have no calls in this list.');
    const json = await bobDesk().run([...args, '--json']);
    expect(json).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  test.each([
    [['--from', 'yesterday'], '--from takes a date'],
    [['--from', '2026-02-30T99:00'], '--from takes a date'],
    [['--from', '2026-02-02', '--to', '2026-02-01'], '--from is not before --to'],
    [['--type', 'cal'], 'Did you mean call?'],
  ])('says what is wrong with %j, and asks nobody', async (args, message) => {
    const before = sandbox().requests().length;
    const { code, stdout, stderr } = await aliceDesk().run(['history', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(sandbox().requests()).toHaveLength(before);
  });
});

test('an account of the newer kind that is refused what only the older one has is told so', async () => {
  sandbox().faults.add({
    path: '/v2/numbers',
    status: 403,
    body: 'This endpoint requires a sipgate Classic PBX Account',
  });
  const { code, stderr } = await bobDesk().run(['numbers', '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stderr).error).toMatchObject({
    code: 'classic_account_required',
    message: expect.stringContaining('this account is of the newer kind'),
  });
});

test('nobody signed in: exit 4, and how to sign in', async () => {
  const { code, stdout, stderr } = await desk().run(['balance', '--json']);
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(JSON.parse(stderr).error).toMatchObject({
    code: 'not_signed_in',
    hint: expect.stringContaining('sipgate login'),
  });
});
