/** @module what the servers have printed */
import assert from 'node:assert/strict';
import { CLIENT } from '../realms.mjs';

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkLogs({ printed }, { begin, check }) {
  begin('callback server, what it leaves behind');
  await check('no log carries a token, a code or the client secret', async () => {
    const text = printed();
    assert.ok(text.includes('signed in'), 'the servers printed nothing');
    assert.doesNotMatch(text, /eyJ[\w-]{10}/);
    assert.ok(!text.includes(CLIENT.clientSecret));
    assert.doesNotMatch(text, /[?&](code|state)=[\w-]{8}/);
  });
}
