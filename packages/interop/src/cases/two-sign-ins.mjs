/** @module what two sign-ins of one person have in common */
import { empty, invalidGrant, TOKENS } from '../notation.mjs';

const REUSED = invalidGrant('Maximum allowed refresh token reuse exceeded');
const DETACHED = invalidGrant("Session doesn't have required client");
const ENDED = invalidGrant('Session not active');

/** Two sign-ins in one browser, a second apart. @param {import('../world.mjs').World} world */
async function pair(world) {
  const a = await world.tokens();
  await world.pass('a second');
  const b = await world.tokens({ person: a.person });
  await world.pass('a second');
  return { a, b };
}

/** Two clients in one browser. @param {import('../world.mjs').World} world */
async function twoClients(world) {
  const client = await world.spareClient();
  const a = await world.tokens();
  const b = await world.tokens({ client, person: a.person });
  return { a, b, refreshB: () => world.refresh(b.refreshToken, { client }) };
}

/** @type {import('./case.mjs').Chapter} */
export const twoSignIns = {
  title: 'Two sign-ins of one person',
  about: 'A and B are the token sets of the first and the second sign-in.',
  cases: [
    {
      id: 'two-sign-ins/a-then-b',
      about: 'one browser: A refreshed, then B',
      async ask(world) {
        const { a, b } = await pair(world);
        return {
          'same session_state': String(a.set['session_state'] === b.set['session_state']),
          A: await world.refresh(a.refreshToken),
          B: await world.refresh(b.refreshToken),
        };
      },
      expected: { 'same session_state': 'true', A: TOKENS, B: TOKENS },
    },
    {
      id: 'two-sign-ins/b-then-a',
      about: 'one browser: B refreshed, then A, then what came of both',
      async ask(world) {
        const { a, b } = await pair(world);
        const nextB = await world.refreshed(b.refreshToken);
        await world.pass('a second');
        const nextA = await world.refreshed(a.refreshToken);
        await world.pass('a second');
        return {
          'B’s new token': await world.refresh(nextB.refreshToken),
          'A’s new token': await world.refresh(nextA.refreshToken),
        };
      },
      expected: { 'B’s new token': TOKENS, 'A’s new token': TOKENS },
    },
    {
      id: 'two-sign-ins/reuse',
      about: 'one browser: A refreshed, then A’s old token again',
      async ask(world) {
        const { a, b } = await pair(world);
        await world.refreshed(a.refreshToken);
        await world.pass('a second');
        return { 'A’s old token': await world.refresh(a.refreshToken), 'then B': await world.refresh(b.refreshToken) };
      },
      expected: { 'A’s old token': REUSED, 'then B': DETACHED },
    },
    {
      id: 'two-sign-ins/revoke',
      about: 'one browser: A’s refresh token revoked',
      async ask(world) {
        const { a, b } = await pair(world);
        return {
          revoking: await world.revoke({ token: a.refreshToken }),
          'then B': await world.refresh(b.refreshToken),
        };
      },
      expected: { revoking: empty(200), 'then B': ENDED },
    },
    {
      id: 'two-sign-ins/logout',
      about: 'one browser: logout with A’s refresh token',
      async ask(world) {
        const { a, b } = await pair(world);
        return {
          logout: await world.logout({ refresh_token: a.refreshToken }),
          'then B': await world.refresh(b.refreshToken),
        };
      },
      expected: { logout: empty(204), 'then B': ENDED },
    },
    {
      id: 'two-sign-ins/failed-exchange',
      about: 'one browser: signed in, then a second code with a wrong verifier',
      async ask(world) {
        const a = await world.tokens();
        await world.pass('a second');
        const second = await world.grant({ person: a.person });
        return {
          'second code': await world.exchange(second, { code_verifier: 'x'.repeat(50) }),
          'then A': await world.refresh(a.refreshToken),
        };
      },
      expected: { 'second code': invalidGrant('PKCE verification failed: Code mismatch'), 'then A': TOKENS },
    },
    {
      id: 'two-sign-ins/code-twice',
      about: 'one browser: the second code used twice',
      async ask(world) {
        const { a, b } = await pair(world);
        return { 'second code': await world.exchange(b), 'then A': await world.refresh(a.refreshToken) };
      },
      expected: { 'second code': invalidGrant('Code not valid'), 'then A': DETACHED },
    },
    {
      id: 'two-sign-ins/two-browsers-reuse',
      about: 'two browsers: A refreshed, then A’s old token again',
      async ask(world) {
        const a = await world.tokens();
        const b = await world.tokens();
        await world.refreshed(a.refreshToken);
        await world.pass('a second');
        return {
          'same session_state': String(a.set['session_state'] === b.set['session_state']),
          'A’s old token': await world.refresh(a.refreshToken),
          'then B': await world.refresh(b.refreshToken),
        };
      },
      expected: { 'same session_state': 'false', 'A’s old token': REUSED, 'then B': TOKENS },
    },
    {
      id: 'two-sign-ins/two-browsers-revoke',
      about: 'two browsers: A’s refresh token revoked',
      async ask(world) {
        const a = await world.tokens();
        const b = await world.tokens();
        return {
          revoking: await world.revoke({ token: a.refreshToken }),
          'then B': await world.refresh(b.refreshToken),
        };
      },
      expected: { revoking: empty(200), 'then B': TOKENS },
    },
    {
      id: 'two-sign-ins/two-clients-revoke',
      about: 'one browser, two clients: the first one’s refresh token revoked',
      async ask(world) {
        const { a, b, refreshB } = await twoClients(world);
        return {
          'same session_state': String(a.set['session_state'] === b.set['session_state']),
          revoking: await world.revoke({ token: a.refreshToken }),
          'then the second client': await refreshB(),
        };
      },
      expected: { 'same session_state': 'true', revoking: empty(200), 'then the second client': TOKENS },
    },
    {
      id: 'two-sign-ins/two-clients-reuse',
      about: 'one browser, two clients: the first one’s refresh token used twice',
      async ask(world) {
        const { a, refreshB } = await twoClients(world);
        await world.refreshed(a.refreshToken);
        await world.pass('a second');
        return { 'A’s old token': await world.refresh(a.refreshToken), 'then the second client': await refreshB() };
      },
      expected: { 'A’s old token': REUSED, 'then the second client': TOKENS },
    },
    {
      id: 'two-sign-ins/two-clients-logout',
      about: 'one browser, two clients: logout by the first',
      async ask(world) {
        const { a, refreshB } = await twoClients(world);
        return {
          logout: await world.logout({ refresh_token: a.refreshToken }),
          'then the second client': await refreshB(),
        };
      },
      expected: { logout: empty(204), 'then the second client': ENDED },
    },
  ],
};
