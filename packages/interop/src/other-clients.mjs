/** @module programs by other people's OAuth clients, at Keycloak as on the sandbox */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAMS, runProgram } from '@sipgate-kit/other-clients/running-program';
import { createVisitor } from '@sipgate-kit/other-clients/visitor';
import { createPerson } from './person.mjs';
import { CLIENT, thirdPartyShort, USERS } from './realms.mjs';
import { startRestApi } from './server/rest-api.mjs';

const ACCESS_TOKEN_S = 3;
const SIGNED_IN = 'Signed in at Adler Optik GmbH';

/**
 * @param {import('./keycloak.mjs').Keycloak} keycloak
 * @param {import('./checks.mjs').Checks} checks
 */
export async function checkOtherClients(keycloak, { begin, check }) {
  begin('other OAuth clients');
  const realm = thirdPartyShort({ accessTokenSeconds: ACCESS_TOKEN_S, sessionSeconds: 3_600 });
  await keycloak.admin.importRealm(realm);
  const issuer = keycloak.issuer(realm.realm);
  const api = await startRestApi({ issuers: [issuer] });
  try {
    for (const name of PROGRAMS) {
      await check(`${name} signs in, refreshes twice and signs out`, () => journey(name, { issuer, apiUrl: api.url }));
    }
  } finally {
    await api.close();
  }
}

/** @param {string} name @param {{ issuer: string, apiUrl: string }} place */
async function journey(name, place) {
  const program = await runProgram(name, { ...CLIENT, ...place });
  const visit = createVisitor();
  const person = createPerson(USERS.alice);
  const signIn = async () => person.signIn(new URL((await visit(`${program.url}login`)).location ?? ''));
  try {
    const { callback } = await signIn();
    assert.deepEqual(await visit(callback), { status: 302, location: '/', text: 'Found. Redirecting to /' });
    assert.equal((await visit(program.url)).text, SIGNED_IN);
    for (const _refresh of [1, 2]) {
      await sleep((ACCESS_TOKEN_S + 1) * 1000);
      assert.equal((await visit(program.url)).text, SIGNED_IN);
    }
    assert.equal((await visit(`${program.url}logout`, 'POST')).text, 'Signed out');
    assert.equal((await visit(program.url)).location, '/login');
    assert.deepEqual((await signIn()).pages, ['login'], 'the session at Keycloak is over');
  } finally {
    await program.close();
  }
}
