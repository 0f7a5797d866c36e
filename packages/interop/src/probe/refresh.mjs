/** @module refreshing, reuse, revoking and what dies with what */
import { setTimeout as sleep } from 'node:timers/promises';
import { sayAnswer } from '../answers.mjs';
import { claims, post, sendAndHangUp } from '../protocol.mjs';
import { PUBLIC_CLIENT } from '../realms.mjs';
import { changeUser } from './token.mjs';

/** Reuse is judged in whole seconds; this is enough to be in the next one. */
const A_SECOND = 1_100;

/** @type {import('./world.mjs').Chapter} */
export const refreshing = {
  title: 'Refreshing',
  async run(world) {
    const spare = await world.spareClient();
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    const say = async (/** @type {string} */ situation, /** @type {Promise<Response>} */ response) =>
      void rows.push([situation, await sayAnswer(await response)]);

    const some = await world.tokens();
    await say('refresh token missing', world.refresh('', { parameters: { refresh_token: undefined } }));
    await say('refresh token empty', world.refresh(''));
    await say('refresh token garbage', world.refresh('nonsense'));
    await say('an access token', world.refresh(some.set['access_token']));
    await say(
      'refresh token with a broken signature',
      world.refresh(`${some.set['refresh_token'].slice(0, -8)}AAAAAAAA`),
    );
    await say('refresh token of another client', world.refresh(some.set['refresh_token'], { client: spare }));
    await say(
      'secret wrong',
      world.refresh(some.set['refresh_token'], { client: { ...world.client, clientSecret: 'wrong' } }),
    );
    await say('after all these, the same refresh token', world.refresh(some.set['refresh_token']));

    const scoped = await world.tokens({ scope: 'openid account:read balance:read' });
    const narrowed = await world.refreshed(scoped.set['refresh_token'], { parameters: { scope: 'account:read' } });
    rows.push([
      'scope=account:read of account:read balance:read',
      `scope \`${narrowed['scope']}\`; id_token: ${'id_token' in narrowed}`,
    ]);
    const wide = await world.refreshed(narrowed['refresh_token']);
    rows.push(['– the next refresh, without scope', `scope \`${wide['scope'].split(' ').sort().join(' ')}\``]);
    const never = await world.refreshed(wide['refresh_token'], { parameters: { scope: 'users:read' } });
    rows.push(['scope=users:read, never granted', `200, scope ${never['scope'] || 'empty'}`]);
    const both = await world.refreshed(never['refresh_token'], { parameters: { scope: 'account:read users:read' } });
    rows.push(['scope=account:read users:read, the second never granted', `200, scope \`${both['scope']}\``]);
    await say('scope=nonsense', world.refresh(both['refresh_token'], { parameters: { scope: 'nonsense' } }));

    const ended = await world.tokens({ as: 'bob' });
    await world.admin.logout('third-party', 'bob');
    await say('session ended by an administrator', world.refresh(ended.set['refresh_token']));
    await say('– userinfo with its access token', world.userinfo(ended.set['access_token']));

    const off = await world.tokens({ as: 'bob' });
    await changeUser(world, 'bob', { enabled: false });
    await say('user disabled', world.refresh(off.set['refresh_token']));
    await changeUser(world, 'bob', { enabled: true });

    const withdrawn = await world.tokens({ as: 'bob' });
    await world.admin.withdrawConsent('third-party', 'bob', world.client.clientId);
    await say('consent withdrawn by the person', world.refresh(withdrawn.set['refresh_token']));

    const lax = await world.spareClient({ consentRequired: false });
    const unasked = await world.tokens({ client: lax });
    await world.admin.changeClient('third-party', lax.clientId, { consentRequired: true });
    await say(
      'client asks for consent since, none was given',
      world.refresh(unasked.set['refresh_token'], { client: lax }),
    );

    const spared = await world.tokens({ client: spare });
    const before = await world.admin.client('third-party', spare.clientId);
    await world.admin.changeClient('third-party', spare.clientId, { notBefore: Math.floor(Date.now() / 1000) + 1 });
    await say('not-before of the client set to now', world.refresh(spared.set['refresh_token'], { client: spare }));
    await world.admin.changeClient('third-party', spare.clientId, { notBefore: before.notBefore });

    const unconsented = await world.spareClient();
    const rotated = await world.tokens({ client: unconsented });
    await world.admin.changeClient('third-party', unconsented.clientId, { secret: 'another' });
    await say(
      'secret of the client changed meanwhile',
      world.refresh(rotated.set['refresh_token'], { client: unconsented }),
    );
    await say(
      '– with the new secret',
      world.refresh(rotated.set['refresh_token'], { client: { ...unconsented, clientSecret: 'another' } }),
    );

    const short = await world.tokens({ realm: 'third-party-short' });
    const lifetimes = [short.set['refresh_expires_in']];
    let newest = short.set;
    for (let times = 0; times < 3; times += 1) {
      await sleep(2_000);
      newest = await world.refreshed(newest['refresh_token'], { realm: 'third-party-short' });
      lifetimes.push(newest['refresh_expires_in']);
    }
    rows.push([
      'refresh_expires_in at sign-in and after each of three refreshes, session of 12 s at most',
      `${lifetimes[0]}, then less each time: ${lifetimes.every((value, at) => at === 0 || value < lifetimes[at - 1])}`,
    ]);
    await sleep(8_000);
    await say(
      'refresh token expired, session at its end',
      world.refresh(newest['refresh_token'], { realm: 'third-party-short' }),
    );
    await say('userinfo with an expired access token', world.userinfo(newest['access_token'], 'third-party-short'));

    const publicly = await world.tokens({ client: PUBLIC_CLIENT });
    await say('public client', world.refresh(publicly.set['refresh_token'], { client: PUBLIC_CLIENT }));
    return rows;
  },
};

/** @type {import('./world.mjs').Chapter} */
export const reuse = {
  title: 'A refresh token used twice',
  about:
    'R0 is the refresh token of the sign-in, R1 that of the first refresh, and so on. “Later” is the next second or after.',
  async run(world) {
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    const say = async (/** @type {string} */ situation, /** @type {Promise<Response>} */ response) =>
      void rows.push([situation, await sayAnswer(await response)]);

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
    await say('R0 sent, connection cut before the answer, then R0 later', world.refresh(lost.set['refresh_token']));
    return rows;
  },
};

/** @type {import('./world.mjs').Chapter} */
export const offline = {
  title: 'Offline tokens',
  about: 'Scope `openid account:read offline_access`; refresh_expires_in is 0, the refresh token has no `exp`.',
  async run(world) {
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    const say = async (/** @type {string} */ situation, /** @type {Promise<Response>} */ response) =>
      void rows.push([situation, await sayAnswer(await response)]);
    const scope = 'openid account:read offline_access';

    const alice = await world.tokens({ scope });
    await say(
      'POST logout with an offline token',
      post(world.at().logout, { ...world.credentials(), refresh_token: alice.set['refresh_token'] }),
    );
    await say('– refreshing with it', world.refresh(alice.set['refresh_token']));
    const bob = await world.tokens({ as: 'bob', scope });
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

/** @type {import('./world.mjs').Chapter} */
export const twoSignIns = {
  title: 'Two sign-ins of one person',
  about: 'A and B are the token sets of the first and the second sign-in.',
  async run(world) {
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    const say = async (/** @type {string} */ situation, /** @type {Promise<Response>} */ response) =>
      void rows.push([situation, await sayAnswer(await response)]);
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
