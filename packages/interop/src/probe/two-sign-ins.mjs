/** @module what two sign-ins of one person have in common */
import { setTimeout as sleep } from 'node:timers/promises';
import { sayAnswer } from '../answers.mjs';
import { claims, post } from '../protocol.mjs';
import { A_SECOND } from './reuse.mjs';
import { createRows } from './world.mjs';

/** @type {import('./world.mjs').Chapter} */
export const twoSignIns = {
  title: 'Two sign-ins of one person',
  about: 'A and B are the token sets of the first and the second sign-in.',
  async run(world) {
    const { rows, say } = createRows();
    const pair = async () => {
      const a = await world.tokens();
      await sleep(A_SECOND);
      const b = await world.tokens({ person: a.person });
      await sleep(A_SECOND);
      return { a, b };
    };

    const both = await pair();
    rows.push(['one browser: same session_state', String(both.a.set['session_state'] === both.b.set['session_state'])]);
    await say('one browser: A refreshed', world.refresh(both.a.set['refresh_token']));
    await say('– then B refreshed', world.refresh(both.b.set['refresh_token']));

    const other = await pair();
    const b1 = await world.refreshed(other.b.set['refresh_token']);
    await sleep(A_SECOND);
    const a1 = await world.refresh(other.a.set['refresh_token']);
    rows.push(['one browser: B refreshed, then A', await sayAnswer(a1.clone())]);
    await sleep(A_SECOND);
    await say('– then B’s new token', world.refresh(b1['refresh_token']));
    if (a1.ok) await say('– then A’s new token', world.refresh((await a1.json())['refresh_token']));

    const replayed = await pair();
    await world.refreshed(replayed.a.set['refresh_token']);
    await sleep(A_SECOND);
    await say('one browser: A refreshed, then A’s old token again', world.refresh(replayed.a.set['refresh_token']));
    await say('– then B', world.refresh(replayed.b.set['refresh_token']));

    const revoked = await pair();
    await say(
      'one browser: A’s refresh token revoked',
      post(world.at().revocation, { ...world.credentials(), token: revoked.a.set['refresh_token'] }),
    );
    await say('– then B refreshed', world.refresh(revoked.b.set['refresh_token']));

    const left = await pair();
    await say(
      'one browser: logout with A’s refresh token',
      post(world.at().logout, { ...world.credentials(), refresh_token: left.a.set['refresh_token'] }),
    );
    await say('– then B refreshed', world.refresh(left.b.set['refresh_token']));

    const failing = await world.tokens();
    await sleep(A_SECOND);
    const next = await world.grant({ person: failing.person });
    await say(
      'one browser: signed in, then a second code with a wrong verifier',
      world.exchange(next, { code_verifier: 'x'.repeat(50) }),
    );
    await say('– then the first set refreshed', world.refresh(failing.set['refresh_token']));
    const usedTwice = await world.tokens();
    await sleep(A_SECOND);
    const second = await world.tokens({ person: usedTwice.person });
    await say('one browser: the second code used twice', world.exchange(second));
    await say('– then the first set refreshed', world.refresh(usedTwice.set['refresh_token']));

    const here = await world.tokens();
    const there = await world.tokens();
    await world.refreshed(here.set['refresh_token']);
    await sleep(A_SECOND);
    await say('two browsers: A refreshed, then A’s old token again', world.refresh(here.set['refresh_token']));
    await say('– then B', world.refresh(there.set['refresh_token']));
    const one = await world.tokens();
    const two = await world.tokens();
    await say(
      'two browsers: A’s refresh token revoked',
      post(world.at().revocation, { ...world.credentials(), token: one.set['refresh_token'] }),
    );
    await say('– then B', world.refresh(two.set['refresh_token']));

    const otherClient = await world.spareClient();
    const shared = await world.tokens();
    const elsewhere = await world.tokens({ client: otherClient, person: shared.person });
    rows.push([
      'one browser, two clients: same session_state',
      String(shared.set['session_state'] === elsewhere.set['session_state']),
    ]);
    await say(
      'one browser, two clients: the first’s refresh token revoked',
      post(world.at().revocation, { ...world.credentials(), token: shared.set['refresh_token'] }),
    );
    const survivor = await world.refresh(elsewhere.set['refresh_token'], { client: otherClient });
    rows.push(['– then the second client refreshes', await sayAnswer(survivor.clone())]);
    const third = await world.tokens();
    const fourth = await world.tokens({ client: otherClient, person: third.person });
    await say(
      'one browser, two clients: POST logout by the first',
      post(world.at().logout, { ...world.credentials(), refresh_token: third.set['refresh_token'] }),
    );
    await say(
      '– then the second client refreshes',
      world.refresh(fourth.set['refresh_token'], { client: otherClient }),
    );
    const sids = claims(one.set['access_token'])['sid'] === claims(two.set['access_token'])['sid'];
    rows.push(['two browsers: same `sid`', String(sids)]);
    return rows;
  },
};
