/** @module refreshing as it is meant, and what keeps it from working */
import { setTimeout as sleep } from 'node:timers/promises';
import { PUBLIC_CLIENT } from '../realms.mjs';
import { changeUser } from './token.mjs';
import { createRows } from './world.mjs';

/** @type {import('./world.mjs').Chapter} */
export const refreshing = {
  title: 'Refreshing',
  async run(world) {
    const spare = await world.spareClient();
    const { rows, say } = createRows();

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
