import { expect, test } from 'vitest';
import { openTerminal } from '../terminal.ts';
import { clientStage } from './client-stage.ts';

const { sandbox, aliceDesk, writes } = clientStage();
const NAME = 'Sandbox callback server';
const ENTER = '\r';
const DOWN = '\u001b[B';

test('clients create asks for what is missing, says what is wrong while it is typed, and creates', async () => {
  const desk = aliceDesk();
  const terminal = openTerminal(desk, ['clients', 'create']);
  await terminal.shows(/Name, which people see when they consent:/);
  terminal.type(`CRM${ENTER}`);
  await terminal.shows(/What is it for\?/);
  terminal.type(ENTER);
  await terminal.shows(/Description, which people see there, too:/);
  terminal.type(`Customers${ENTER}`);
  await terminal.shows(/Redirect URI, as in/);
  terminal.type(`http://localhost:*/cb${ENTER}`);
  await terminal.shows(/A port cannot be a star\..*Write instead: http:\/\/localhost\/cb/);
  terminal.type('\u007f'.repeat('http://localhost:*/cb'.length));
  terminal.type(`https://*.example.com/cb${ENTER}`);
  await terminal.shows(/Another one \(Enter for no more\):/);
  terminal.type(ENTER);
  await terminal.shows(/URL of the privacy policy/);
  terminal.type(ENTER);
  await terminal.shows(/URL of the terms of service/);
  terminal.type(ENTER);
  await terminal.shows(/warning: A star in the host name probably never matches/);
  await terminal.shows(/There are warnings\. Create it all the same\?/);
  terminal.type(`y${ENTER}`);
  await terminal.shows(/Created the OAuth client "CRM"/);
  expect(await terminal.ended).toBe(0);
  expect(writes()).toEqual(['POST /clients']);
});

test('a no creates nothing', async () => {
  const terminal = openTerminal(aliceDesk(), [
    ...['clients', 'create', '--name', 'CRM', '--description', 'x', '--redirect-uri', 'https://*.example.com/cb'],
  ]);
  await terminal.shows(/Create it all the same\?/);
  terminal.type(`n${ENTER}`);
  await terminal.shows(/nothing was done/);
  expect(await terminal.ended).toBe(130);
  expect(writes()).toEqual([]);
});

test('clients update asks what to change, shows it, and asks', async () => {
  const terminal = openTerminal(aliceDesk(), ['clients', 'update', NAME]);
  await terminal.shows(/What to change\?/);
  terminal.type(DOWN + ENTER);
  await terminal.shows(/Description:/);
  terminal.type(`Calls${ENTER}`);
  await terminal.shows(/✔ Description: Calls[\s\S]*What to change\?/);
  terminal.type(`\u001b[A${ENTER}`);
  await terminal.shows(/ {6}\+ .*Calls/);
  await terminal.shows(/Change it\?/);
  terminal.type(`y${ENTER}`);
  await terminal.shows(/Changed description/);
  expect(await terminal.ended).toBe(0);
  expect(writes()).toHaveLength(1);
});

test('[L15] clients delete wants the name typed', async () => {
  const terminal = openTerminal(aliceDesk(), ['clients', 'delete', sandbox().client.clientId]);
  await terminal.shows(/cannot be undone/);
  await terminal.shows(/To delete it, type its name \(Sandbox callback server\):/);
  terminal.type(`yes${ENTER}`);
  await terminal.shows(/That is not its name/);
  expect(writes()).toEqual([]);
  terminal.type('\u007f\u007f\u007f');
  terminal.type(`${NAME}${ENTER}`);
  await terminal.shows(/Deleted the OAuth client/);
  expect(await terminal.ended).toBe(0);
  expect(writes()).toHaveLength(1);
});

test('Ctrl-C at the name keeps the client', async () => {
  const terminal = openTerminal(aliceDesk(), ['clients', 'delete', NAME]);
  await terminal.shows(/type its name/);
  terminal.type('\u0003');
  expect(await terminal.ended).toBe(130);
  expect(writes()).toEqual([]);
});
