/** @module a refresh token used twice, and what dies of it */
import { say } from '../answers.mjs';
import { empty, invalidGrant, TOKENS } from '../notation.mjs';
import { claims, sendAndHangUp } from '../protocol.mjs';
import { shown } from './signing-in.mjs';

const REUSED = invalidGrant('Maximum allowed refresh token reuse exceeded');
const DETACHED = invalidGrant("Session doesn't have required client");
const STALE = invalidGrant('Stale token');

/** A busy machine may need several tries to do four requests within one second. */
const MOST_TRIES = 20;

/** @type {import('./case.mjs').Chapter} */
export const reuse = {
  title: 'A refresh token used twice',
  about:
    'R0 is the refresh token of the sign-in, R1 that of the first refresh, and so on. “Later” is the next second or after.',
  cases: [
    {
      id: 'reuse/at-once',
      about: 'R0 → R1, then R0 at once',
      async ask(world) {
        const r0 = await world.tokens();
        const r1 = await world.refreshed(r0.refreshToken);
        return {
          'R0 again': await world.refresh(r0.refreshToken),
          'then R1': await world.refresh(r1.refreshToken),
          'userinfo with the access token of R1': await world.userinfo(r1.accessToken),
          'userinfo with the access token of R0': await world.userinfo(r0.accessToken),
        };
      },
      expected: {
        'R0 again': REUSED,
        'then R1': DETACHED,
        'userinfo with the access token of R1': empty(401),
        'userinfo with the access token of R0': empty(401),
      },
    },
    {
      id: 'reuse/later',
      about: 'R0 → R1, then R0 later; then a sign-in in the same browser',
      async ask(world) {
        const r0 = await world.tokens();
        await world.pass('a second');
        const r1 = await world.refreshed(r0.refreshToken);
        await world.pass('a second');
        const dead = {
          'R0 again': await world.refresh(r0.refreshToken),
          'then R1': await world.refresh(r1.refreshToken),
          'then R1 once more': await world.refresh(r1.refreshToken),
          'userinfo with the access token of R1': await world.userinfo(r1.accessToken),
        };
        const again = await world.grant({ person: r0.person });
        return {
          ...dead,
          'pages of the next sign-in': shown(again.arrival),
          'its code': await world.exchange(again),
        };
      },
      expected: {
        'R0 again': REUSED,
        'then R1': DETACHED,
        'then R1 once more': DETACHED,
        'userinfo with the access token of R1': empty(401),
        'pages of the next sign-in': 'no page',
        'its code': TOKENS,
      },
    },
    {
      id: 'reuse/older',
      about: 'R0 → R1 → R2 in three seconds, then R0',
      async ask(world) {
        const r0 = await world.tokens();
        await world.pass('a second');
        const r1 = await world.refreshed(r0.refreshToken);
        await world.pass('a second');
        const r2 = await world.refreshed(r1.refreshToken);
        await world.pass('a second');
        return {
          'R0 again': await world.refresh(r0.refreshToken),
          'then R2': await world.refresh(r2.refreshToken),
        };
      },
      expected: { 'R0 again': STALE, 'then R2': DETACHED },
    },
    {
      id: 'reuse/within-a-second',
      about: 'R0 → R1 → R2 within one second, then R0',
      async ask(world) {
        for (let tries = 0; tries < MOST_TRIES; tries += 1) {
          const granted = await world.grant();
          await world.pass('a second');
          const r0 = /** @type {Record<string, string>} */ (await (await world.exchange(granted)).json());
          const r1 = await world.refreshed(`${r0['refresh_token']}`);
          const r2 = await world.refreshed(r1.refreshToken);
          const again = await world.refresh(`${r0['refresh_token']}`);
          const third = again.ok ? claims(`${(await again.clone().json()).access_token}`)['iat'] : undefined;
          const first = claims(`${r0['access_token']}`)['iat'];
          // A refusal may come of the clock having moved on; only an attempt that was quick enough says anything.
          if (third === first || Math.floor(world.now() / 1_000) === first) {
            return { 'R0 again': again, 'then R2': await world.refresh(r2.refreshToken) };
          }
        }
        throw new Error(`four requests took more than a second, ${MOST_TRIES} times in a row`);
      },
      expected: { 'R0 again': TOKENS, 'then R2': TOKENS },
      explained:
        'Keycloak judges reuse in whole seconds. In the sandbox order alone counts, so that a race is found whether or not the clock is on its side.',
    },
    {
      id: 'reuse/four-at-once',
      about: 'R0 four times at once',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        await world.pass('a second');
        const answers = await Promise.all([1, 2, 3, 4].map(() => world.refresh(refreshToken)));
        const winner = answers.find((answer) => answer.ok);
        const said = await Promise.all(answers.map((answer) => say(answer.clone())));
        const losers = said.filter((answer) => answer !== TOKENS);
        const next = winner ? String((await winner.json()).refresh_token) : '';
        return {
          successes: String(said.length - losers.length),
          'the others say one of the two sentences of reuse': String(
            losers.every((answer) => answer === REUSED || answer === DETACHED),
          ),
          'then the winner’s token': await world.refresh(next),
        };
      },
      expected: {
        successes: '1',
        'the others say one of the two sentences of reuse': 'true',
        'then the winner’s token': DETACHED,
      },
    },
    {
      id: 'reuse/answer-lost',
      about: 'R0 sent, its answer lost, then R0 later',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        await world.pass('a second');
        await sendAndHangUp(world.at().token, {
          grant_type: 'refresh_token',
          ...world.credentials(),
          refresh_token: refreshToken,
        });
        await world.pass('a second');
        return world.refresh(refreshToken);
      },
      expected: REUSED,
    },
  ],
};

const OFFLINE = { scope: 'openid account:read offline_access' };

/** @type {import('./case.mjs').Chapter} */
export const offline = {
  title: 'Offline tokens',
  about: 'Scope `openid account:read offline_access`; refresh_expires_in is 0, the refresh token has no `exp`.',
  cases: [
    {
      id: 'offline/logout',
      about: 'POST logout with an offline token',
      async ask(world) {
        const { refreshToken } = await world.tokens(OFFLINE);
        return {
          logout: await world.logout({ refresh_token: refreshToken }),
          'refreshing with it': await world.refresh(refreshToken),
        };
      },
      expected: { logout: empty(204), 'refreshing with it': invalidGrant('Offline user session not found') },
    },
    {
      id: 'offline/session-ended',
      about: 'sign-on session ended by an administrator',
      async ask(world) {
        const { refreshToken } = await world.tokens(OFFLINE);
        await world.pass('a second');
        await world.endSessions();
        return world.refresh(refreshToken);
      },
      expected: STALE,
    },
    {
      id: 'offline/used-twice',
      about: 'an offline token used twice',
      async ask(world) {
        const { refreshToken } = await world.tokens(OFFLINE);
        await world.refreshed(refreshToken);
        await world.pass('a second');
        return world.refresh(refreshToken);
      },
      expected: REUSED,
    },
    {
      id: 'offline/revoked',
      about: 'an offline token revoked',
      async ask(world) {
        const { refreshToken } = await world.tokens(OFFLINE);
        return {
          revoking: await world.revoke({ token: refreshToken }),
          'refreshing with it': await world.refresh(refreshToken),
        };
      },
      expected: { revoking: empty(200), 'refreshing with it': invalidGrant('Offline user session not found') },
    },
  ],
};
