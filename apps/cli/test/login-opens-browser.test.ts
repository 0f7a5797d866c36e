import { chmodSync, copyFileSync, mkdirSync, readFileSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type LoginRun, startLogin } from './login-run.ts';
import type { Desk } from './run-cli.ts';
import { stage } from './stage.ts';

const { sandbox, desk: bareDesk } = stage();

const LOGGING_BROWSER = fileURLToPath(new URL('./fixtures/browser.mjs', import.meta.url));

/** A desk, and a program on it that writes down what it is started with. */
function deskWithBrowser(folder = 'bin', name = 'browser.mjs') {
  const desk = bareDesk({
    SIPGATE_CLIENT_ID: sandbox().publicClient.clientId,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
  });
  const program = join(desk.home, folder, name);
  mkdirSync(dirname(program), { recursive: true });
  copyFileSync(LOGGING_BROWSER, program);
  chmodSync(program, 0o755);
  return { desk, program, log: join(desk.home, 'opened.json') };
}

/** The arguments of the browser, once it has written them down. */
function argumentsIn(log: string): Promise<readonly string[]> {
  const read = () => {
    try {
      return JSON.parse(readFileSync(log, 'utf8')) as readonly string[];
    } catch {
      return undefined;
    }
  };
  return new Promise((resolve) => {
    const look = () => {
      const found = read();
      if (found === undefined) return;
      watcher.close();
      resolve(found);
    };
    const watcher = watch(dirname(log), look);
    look();
  });
}

async function endedBy({ child, ended }: LoginRun) {
  child.kill('SIGINT');
  return ended;
}

test('[L34] the address is opened intact, every & of it, by a program whose path has spaces and umlauts', async () => {
  const { desk, program, log } = deskWithBrowser('Meine Bürö Programme');
  const run = await startLogin(desk, [], { env: { BROWSER: program, BROWSER_LOG: log } });
  expect(run.url.href.split('&').length).toBeGreaterThan(6);
  expect(await argumentsIn(log)).toEqual([run.url.href]);
  expect((await endedBy(run)).stderr).toContain('Your browser should open it now.');
});

test.each([
  ['--new-window', (url: string) => ['--new-window', url]],
  ['--app=%s --incognito', (url: string) => [`--app=${url}`, '--incognito']],
])('$BROWSER may have arguments: %s', async (args, expected) => {
  const { desk, program, log } = deskWithBrowser();
  const run = await startLogin(desk, [], {
    env: { BROWSER: `${program.replace(desk.home, '.')} ${args}`, BROWSER_LOG: log },
  });
  expect(await argumentsIn(log)).toEqual(expected(run.url.href));
  await endedBy(run);
});

test("without $BROWSER, the system's own way is taken: xdg-open, where there is a display", async () => {
  const { desk, log, program } = deskWithBrowser('bin', 'xdg-open');
  const run = await startLogin(desk, [], {
    env: { DISPLAY: ':0', BROWSER_LOG: log, PATH: `${dirname(program)}:${process.env['PATH']}` },
  });
  expect(await argumentsIn(log)).toEqual([run.url.href]);
  await endedBy(run);
});

const notOpened = async (desk: Desk, args: readonly string[], env: Record<string, string>) => {
  const run = await startLogin(desk, args, { env });
  expect(run.url.searchParams.get('response_type')).toBe('code');
  return (await endedBy(run)).stderr;
};

test.each([
  ['in a CI job', { CI: 'true', BROWSER: 'browser', DISPLAY: ':0' }, 'this is a CI job'],
  ['over SSH', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 'this is an SSH session'],
  ['without a display', {}, 'there is no display'],
  ['where $BROWSER says none', { BROWSER: 'none', DISPLAY: ':0' }, '$BROWSER says none'],
  ['where $BROWSER is no program', { BROWSER: '/no/such/browser' }, '$BROWSER (/no/such/browser) cannot be started'],
  ['where there is no xdg-open', { DISPLAY: ':0', PATH: '/nowhere' }, 'no browser can be started here'],
])('%s nothing is opened, and the address is printed', async (_, env, reason) => {
  const { desk } = deskWithBrowser();
  expect(await notOpened(desk, [], env as Record<string, string>)).toContain(reason);
});

test('--no-browser only prints the address', async () => {
  const { desk, program } = deskWithBrowser();
  const stderr = await notOpened(desk, ['--no-browser'], { BROWSER: program });
  expect(stderr).not.toContain('should open it now');
});
