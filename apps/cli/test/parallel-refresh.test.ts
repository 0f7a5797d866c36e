import { expect, test } from 'vitest';
import { startLogin } from './login-run.ts';
import type { Desk } from './run-cli.ts';
import { stage } from './stage.ts';

// Five minutes and a bit behind: what is given out before the clock moves has expired for every process here.
const LIFETIME_MS = 300_000;
const behind = LIFETIME_MS + 10_000;
const { sandbox, desk } = stage({ now: () => Date.now() - behind });

async function signedInDesk(): Promise<Desk> {
  const own = desk({
    SIPGATE_CLIENT_ID: sandbox().publicClient.clientId,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
  });
  const run = await startLogin(own);
  await fetch(await sandbox().signIn({ authorizationUrl: run.url, username: 'alice', password: 'sandbox' }));
  expect((await run.ended).code).toBe(0);
  return own;
}

const refreshes = () =>
  sandbox()
    .requests()
    .filter(({ grantType }) => grantType === 'refresh_token').length;

/** Runs so many processes at once; gives their exit codes and how many refreshes it took. */
async function atOnce(own: Desk, processes: number) {
  const before = refreshes();
  const runs = await Promise.all(Array.from({ length: processes }, () => own.run(['account', '--json'])));
  expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(runs.map(() => ({ code: 0, stderr: '' })));
  for (const { stdout } of runs) expect(JSON.parse(stdout)).toMatchObject({ company: 'Adler Optik GmbH' });
  return refreshes() - before;
}

const session = () => sandbox().tokens().at(-1);

test.each([2, 20])(
  '[L31] [S45] %i processes at the expiry: one token request, and all succeed',
  async (processes) => {
    const own = await signedInDesk();
    sandbox().clock.advance(behind);
    try {
      expect(await atOnce(own, processes)).toBe(1);
      expect(session()).toMatchObject({ alive: true, username: 'alice' });
      expect(session()?.tokens.filter(({ kind, status }) => kind === 'refresh' && status === 'usable')).toHaveLength(1);
    } finally {
      sandbox().clock.advance(-behind);
    }
  },
  60_000,
);

test('[L31] 20 processes that only sipgate tells of the expiry, since the clock here is slow: one token request', async () => {
  const own = await signedInDesk();
  sandbox().clock.advance(behind);
  const fresh = await atOnce(own, 1);
  expect(fresh).toBe(1);
  sandbox().clock.advance(LIFETIME_MS + 1_000);
  try {
    expect(await atOnce(own, 20)).toBe(1);
    expect(session()).toMatchObject({ alive: true });
  } finally {
    sandbox().clock.advance(-behind - LIFETIME_MS - 1_000);
  }
}, 60_000);
