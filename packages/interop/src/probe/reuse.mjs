/** @module a refresh token used twice, and what dies of it */
import { setTimeout as sleep } from 'node:timers/promises';
import { sayAnswer } from '../answers.mjs';
import { post, sendAndHangUp } from '../protocol.mjs';
import { createRows } from './world.mjs';

/** Reuse is judged in whole seconds; this is enough to be in the next one. */
export const A_SECOND = 1_100;

/** @type {import('./world.mjs').Chapter} */
export const reuse = {
  title: 'A refresh token used twice',
  about:
    'R0 is the refresh token of the sign-in, R1 that of the first refresh, and so on. “Later” is the next second or after.',
  async run(world) {
    const { rows, say } = createRows();

    const atOnce = await world.tokens();
    const r1 = await world.refreshed(atOnce.set['refresh_token']);
    await say('R0 → R1, then R0 at once', world.refresh(atOnce.set['refresh_token']));
    await say('– then R1', world.refresh(r1['refresh_token']));
    await say('– userinfo with the access token of R1', world.userinfo(r1['access_token']));
    await say('– userinfo with the access token of R0', world.userinfo(atOnce.set['access_token']));

    const later = await world.tokens();
    await sleep(A_SECOND);
    const s1 = await world.refreshed(later.set['refresh_token']);
    await sleep(A_SECOND);
    await say('R0 → R1, then R0 later', world.refresh(later.set['refresh_token']));
    await say('– then R1', world.refresh(s1['refresh_token']));
    await say('– then R1 once more', world.refresh(s1['refresh_token']));
    await say('– userinfo with the access token of R1', world.userinfo(s1['access_token']));
    const back = await world.grant({ person: later.person });
    rows.push([
      '– signing in again in the same browser',
      `sign-in page: ${back.arrival.pages.includes('login')}; consent page: ${back.arrival.pages.includes('consent')}`,
    ]);
    await say('– its code', world.exchange(back));

    const older = await world.tokens();
    await sleep(A_SECOND);
    const t1 = await world.refreshed(older.set['refresh_token']);
    await sleep(A_SECOND);
    const t2 = await world.refreshed(t1['refresh_token']);
    await sleep(A_SECOND);
    await say('R0 → R1 → R2 in three seconds, then R0', world.refresh(older.set['refresh_token']));
    await say('– then R2', world.refresh(t2['refresh_token']));

    const quick = await world.tokens();
    const q1 = await world.refreshed(quick.set['refresh_token']);
    const q2 = await world.refreshed(q1['refresh_token']);
    await say('R0 → R1 → R2 within one second, then R0', world.refresh(quick.set['refresh_token']));
    await say('– then R2', world.refresh(q2['refresh_token']));

    const four = await world.tokens();
    await sleep(A_SECOND);
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.refresh(four.set['refresh_token'])));
    const winner = answers.find((answer) => answer.ok);
    const losers = await Promise.all(answers.filter((answer) => !answer.ok).map(sayAnswer));
    rows.push([
      'R0 four times at once',
      `${answers.length - losers.length} × 200; the others ${[...new Set(losers)].sort().join(' or ')}`,
    ]);
    if (winner) await say('– then the winner’s token', world.refresh((await winner.json())['refresh_token']));

    const lost = await world.tokens();
    await sleep(A_SECOND);
    await sendAndHangUp(world.at().token, {
      grant_type: 'refresh_token',
      ...world.credentials(),
      refresh_token: lost.set['refresh_token'],
    });
    await sleep(A_SECOND);
    await say('R0 sent, its answer lost, then R0 later', world.refresh(lost.set['refresh_token']));
    return rows;
  },
};

/** @type {import('./world.mjs').Chapter} */
export const offline = {
  title: 'Offline tokens',
  about: 'Scope `openid account:read offline_access`; refresh_expires_in is 0, the refresh token has no `exp`.',
  async run(world) {
    const { rows, say } = createRows();
    const scope = 'openid account:read offline_access';

    const alice = await world.tokens({ scope });
    await say(
      'POST logout with an offline token',
      post(world.at().logout, { ...world.credentials(), refresh_token: alice.set['refresh_token'] }),
    );
    await say('– refreshing with it', world.refresh(alice.set['refresh_token']));
    const bob = await world.tokens({ as: 'bob', scope });
    await sleep(A_SECOND);
    await world.admin.logout('third-party', 'bob');
    await say('sign-on session ended by an administrator, then refreshing', world.refresh(bob.set['refresh_token']));
    const used = await world.tokens({ scope });
    await world.refreshed(used.set['refresh_token']);
    await sleep(A_SECOND);
    await say('an offline token used twice', world.refresh(used.set['refresh_token']));
    const revoked = await world.tokens({ scope });
    await say(
      'an offline token revoked',
      post(world.at().revocation, { ...world.credentials(), token: revoked.set['refresh_token'] }),
    );
    await say('– refreshing with it', world.refresh(revoked.set['refresh_token']));
    return rows;
  },
};
