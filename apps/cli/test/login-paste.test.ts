import { expect, test } from 'vitest';
import { addressIn } from './login-run.ts';
import { stage } from './stage.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const { sandbox, desk: bareDesk } = stage();

const desk = (settings: Readonly<Record<string, string>> = {}) =>
  bareDesk({
    SIPGATE_CLIENT_ID: sandbox().publicClient.clientId,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
    ...settings,
  });

/** The person opens the address on another device, and ends on the callback there. */
async function callbackOf(terminal: Terminal): Promise<URL> {
  await terminal.shows(/paste the address/);
  const authorizationUrl = addressIn(terminal.text) ?? '';
  return sandbox().signIn({ authorizationUrl, username: 'alice', password: 'sandbox' });
}

test.each([
  ['the whole address', (callback: URL) => callback.href],
  ['the bare code', (callback: URL) => callback.searchParams.get('code') ?? ''],
])('[S44] without a browser here, %s that it ended on is pasted, and never shown', async (_, answer) => {
  const terminal = openTerminal(desk(), ['login', '--no-browser']);
  const callback = await callbackOf(terminal);
  terminal.type(`${answer(callback)}\r`);
  await terminal.shows(/Signed in as Alice Adler/);
  expect(await terminal.ended).toBe(0);
  expect(terminal.raw).not.toContain(callback.searchParams.get('code'));
});

test('[S44] what can be no answer is asked for again, and the sign-in goes on', async () => {
  const terminal = openTerminal(desk(), ['login', '--no-browser']);
  const callback = await callbackOf(terminal);
  terminal.type('garbage\r');
  await terminal.shows(/neither the address of a callback nor a code/);
  const foreign = new URL(callback);
  foreign.searchParams.set('state', 'of-another-sign-in');
  terminal.type(`${foreign}\r`);
  await terminal.shows(/belongs to another sign-in/);
  terminal.type(`${callback}\r`);
  await terminal.shows(/Signed in as Alice Adler/);
  expect(await terminal.ended).toBe(0);
});

test('while it can be pasted, the browser may come back by itself; the question disappears', async () => {
  const terminal = openTerminal(desk(), ['login', '--no-browser']);
  expect((await fetch(await callbackOf(terminal))).status).toBe(200);
  await terminal.shows(/Signed in as Alice Adler/);
  expect(await terminal.ended).toBe(0);
});

test('where the redirect URI leads elsewhere, pasting is the way', async () => {
  const terminal = openTerminal(desk({ SIPGATE_CLIENT_ID: sandbox().client.clientId }), [
    'login',
    '--redirect-uri',
    'https://app.example.com/oauth',
  ]);
  await terminal.shows(/Then paste the address/);
  expect(terminal.text).toContain(encodeURIComponent('https://app.example.com/oauth'));
  terminal.type('\u0003');
  expect(await terminal.ended).toBe(130);
});

test('a refusal that is pasted ends the sign-in with its error', async () => {
  const terminal = openTerminal(desk(), ['login', '--no-browser']);
  await terminal.shows(/paste the address/);
  const authorizationUrl = addressIn(terminal.text) ?? '';
  const callback = await sandbox().signIn({ authorizationUrl, username: 'bob', password: 'sandbox', consent: 'no' });
  terminal.type(`${callback}\r`);
  await terminal.shows(/did not grant access/);
  expect(await terminal.ended).toBe(1);
});

test('[L11] Ctrl-C at the question ends it with 130', async () => {
  const terminal = openTerminal(desk(), ['login', '--no-browser']);
  await terminal.shows(/paste the address/);
  terminal.type('\u0003');
  expect(await terminal.ended).toBe(130);
});

test('the client id is asked for where nothing names one, and remembered', async () => {
  const own = desk({ SIPGATE_CLIENT_ID: '' });
  const terminal = openTerminal(own, ['login', '--no-browser']);
  await terminal.shows(/OAuth client id:/);
  terminal.type(`${sandbox().publicClient.clientId}\r`);
  await fetch(await callbackOf(terminal));
  expect(await terminal.ended).toBe(0);
  expect((await own.run(['config', 'get', 'clientId'])).stdout.trim()).toBe(sandbox().publicClient.clientId);
});

test('[L14] without a terminal nobody is asked for it: the option is named', async () => {
  const { code, stderr } = await desk({ SIPGATE_CLIENT_ID: '' }).run(['login']);
  expect(code).toBe(2);
  expect(stderr).toContain('--client-id');
  expect(stderr).toContain('input_needed');
});
