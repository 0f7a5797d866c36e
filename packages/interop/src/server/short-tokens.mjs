/** @module access tokens that end while you watch */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { USERS } from '../realms.mjs';
import { fillIn, meOf, refreshesOf, signIn } from './pages.mjs';
import { ACCESS_TOKEN_S } from './stage.mjs';

/**
 * No refresh follows another sooner: the leeway is a quarter of a token's life, and Keycloak, which counts whole seconds,
 * refuses a token up to a second before the end we know of. Duration in milliseconds.
 */
const EARLIEST_NEXT_REFRESH_MS = (ACCESS_TOKEN_S - 1) * 1_000;

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkShortTokens({ keycloak, serve, newPage, photograph, folderOf }, { begin, check }) {
  begin('callback server, with access tokens of 3 s');
  let short = await serve('short', {}, 'third-party-short');
  const watcher = await newPage();

  await check('the account page goes on after the access token has ended', async () => {
    await signIn(watcher, short, USERS.alice);
    const before = await meOf(watcher, short);
    await sleep((ACCESS_TOKEN_S + 1) * 1_000);
    await watcher.reload();
    await watcher.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
    const after = await meOf(watcher, short);
    assert.notEqual(after.body.connection.refreshedAt, before.body.connection.refreshedAt);
  });

  await check('fifty requests at once after its end all succeed, with a refresh for each token that ends', async () => {
    await sleep((ACCESS_TOKEN_S + 1) * 1_000);
    const before = refreshesOf(short);
    const beganAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 50 }, () => meOf(watcher, short)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.deepEqual([...new Set(answers.map(({ body }) => body.account?.company))], ['Adler Optik GmbH']);
    const refreshes = refreshesOf(short) - before;
    const elapsedMs = performance.now() - beganAt;
    const most = 1 + Math.floor(elapsedMs / EARLIEST_NEXT_REFRESH_MS);
    assert.ok(refreshes >= 1 && refreshes <= most, `${refreshes} refreshes in ${Math.round(elapsedMs)} ms`);
  });

  await check('twenty seconds of use: nobody is signed out', async () => {
    const endAt = Date.now() + 20_000;
    let asked = 0;
    while (Date.now() < endAt) {
      const { status, body } = await meOf(watcher, short);
      assert.equal(status, 200);
      assert.ok(body.account, JSON.stringify(body.accountError));
      asked += 1;
      await sleep(200);
    }
    assert.ok(asked > 20);
  });

  await check('killed and started again, it still knows the person', async () => {
    await short.kill();
    short = await serve('short', { REDIRECT_URI: `${short.url}/oauth` }, 'third-party-short');
    await sleep((ACCESS_TOKEN_S + 1) * 1_000);
    await watcher.goto(short.url);
    await watcher.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
  });

  await check('two servers on one vault, ten seconds of use of both: nobody is signed out', async () => {
    const second = await serve(
      'second',
      { SIPGATE_KIT_DATA_DIR: join(folderOf('short'), '.sipgate-kit') },
      'third-party-short',
    );
    const visitor = await newPage();
    await signIn(visitor, second, USERS.alice);
    const endAt = Date.now() + 10_000;
    while (Date.now() < endAt) {
      const answers = await Promise.all([meOf(watcher, short), meOf(visitor, second), meOf(watcher, short)]);
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
      await sleep(100);
    }
    const refreshes = [refreshesOf(short), refreshesOf(second)];
    assert.ok(
      refreshes.every((count) => count > 0),
      `refreshes: ${refreshes.join(' and ')}`,
    );
    await second.stop();
    await visitor.context().close();
  });

  await check('a session ended at Keycloak ends ours, and one click is enough to say so', async () => {
    await keycloak.admin.logout('third-party-short', 'alice');
    await sleep((ACCESS_TOKEN_S + 1) * 1_000);
    await watcher.goto(short.url);
    await watcher.getByRole('heading', { name: 'Please sign in again' }).waitFor();
    await photograph(watcher, 'sign-in-again');
    await watcher.getByRole('link', { name: 'Sign in again' }).click();
    await fillIn(watcher, USERS.alice);
    await watcher.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
  });
}
