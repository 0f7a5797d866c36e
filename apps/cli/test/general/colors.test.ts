import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { describe, expect, test } from 'vitest';
import { BIN } from '../run-cli.ts';
import { stage } from '../stage.ts';
import { openTerminal } from '../terminal.ts';

const { aliceDesk } = stage();

const ESCAPE = '\u001b';
const LIST = ['clients', 'list'];
/** Fails, so that stderr has something to colour. */
const FAIL = ['clients', 'list', '--nonsense'];

describe('[L12] on a terminal', () => {
  test.each([LIST, FAIL, ['clients', '--help']])('%s %s %s is in colour', async (...args) => {
    const terminal = openTerminal(aliceDesk({ NO_COLOR: '' }), args);
    await terminal.ended;
    expect(terminal.raw).toContain(`${ESCAPE}[`);
  });

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }, []],
    ['TERM=dumb', { TERM: 'dumb' }, []],
    ['--no-color', {}, ['--no-color']],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, []],
    ['--no-color, also where FORCE_COLOR is set', { FORCE_COLOR: '1' }, ['--no-color']],
  ] as readonly [string, Record<string, string>, readonly string[]][])(
    'not one escape byte with %s, spinner included',
    async (_what, env, more) => {
      for (const args of [LIST, FAIL, ['clients', '--help'], ['account']]) {
        const terminal = openTerminal(aliceDesk(), [...args, ...more], env, env['TERM']);
        await terminal.ended;
        expect(terminal.raw).not.toContain(ESCAPE);
      }
    },
  );

  test('FORCE_COLOR wins over NO_COLOR and TERM=dumb', async () => {
    const env = { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' };
    const { stderr } = await aliceDesk(env).run(FAIL);
    expect(stderr).toContain(`${ESCAPE}[31m`);
  });
});

describe('[L12] where no terminal is', () => {
  test.each([LIST, FAIL, ['clients', '--help']])('%s %s %s is without an escape byte', async (...args) => {
    const { stdout, stderr } = await aliceDesk().run(args);
    expect(stdout + stderr).not.toContain(ESCAPE);
  });

  test('FORCE_COLOR gives colours to both streams', async () => {
    const desk = aliceDesk({ FORCE_COLOR: '1' });
    expect((await desk.run(['clients', '--help'])).stdout).toContain(`${ESCAPE}[1m`);
    expect((await desk.run(FAIL)).stderr).toContain(`${ESCAPE}[31m`);
  });
});

test('[L12] each stream decides by itself: a file gets none while the terminal has colours', async () => {
  const desk = aliceDesk();
  const file = join(desk.home, 'out.txt');
  const script = `"$0" "$1" clients --help > "$2"; "$0" "$1" clients list --nonsense`;
  const child = pty.spawn('sh', ['-c', script, process.execPath, BIN, file], { cwd: desk.home, env: desk.env });
  let seen = '';
  child.onData((data) => {
    seen += data;
  });
  await new Promise((ended) => child.onExit(ended));
  expect(readFileSync(file, 'utf8')).toContain('sipgate clients list');
  expect(readFileSync(file, 'utf8')).not.toContain(ESCAPE);
  expect(seen).toContain(`${ESCAPE}[31mError:`);
});

test('[L13] no spinner where stderr is no terminal, even with FORCE_COLOR', async () => {
  const { stderr } = await aliceDesk({ FORCE_COLOR: '1' }).run(['clients', 'list']);
  expect(stderr).toBe('');
});
