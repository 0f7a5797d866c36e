import { expect, test } from 'vitest';
import { keycloakProvider, pastedCallback, startAuthorization } from '../../src/index.ts';

const CODE = '3f1c5d1e-8a77-4a50-9f0e-b4a1d2c3e4f5.9d8c';
const { transaction } = await startAuthorization(keycloakProvider('https://login.test/auth/realms/third-party'), {
  clientId: '2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e:third-party',
  redirectUri: 'http://localhost:8080/oauth',
  scopes: ['account:read'],
});
const { state } = transaction;
const query = `state=${state}&session_state=9d8c&code=${CODE}`;

const read = (text: string) => Object.fromEntries(pastedCallback(text, transaction));

test.each([
  ['the address', `http://localhost:8080/oauth?${query}`],
  ['the address in quotes, with a line break', `"http://localhost:8080/oauth?${query}"\r\n`],
  ['the address without its scheme', `localhost:8080/oauth?${query}`],
  ['the query', `?${query}`],
  ['the query without its question mark', query],
  ['the bare code', `  ${CODE} `],
])('%s is understood', (_, text) => expect(read(text)).toMatchObject({ code: CODE, state }));

test('a refusal in the address is read, too', () => {
  expect(read(`http://localhost:8080/oauth?error=access_denied&state=${state}`)).toEqual({
    error: 'access_denied',
    state,
  });
});

test.each([
  ['', 'malformed_callback'],
  ['hello', 'malformed_callback'],
  ['this is no address at all', 'malformed_callback'],
  ['http://localhost:8080/oauth', 'malformed_callback'],
  [`https://login.test/auth?client_id=x&state=${state}`, 'malformed_callback'],
  [`http://localhost:8080/oauth?code=${CODE}`, 'malformed_callback'],
  [`http://localhost:8080/oauth?code=${CODE}&state=somebody-elses`, 'state_mismatch'],
  [`http://localhost:8080/oauth?${query}&code=another`, 'duplicate_parameter'],
])('"%s" is refused with %s, and never repeated in the message', (text, code) => {
  const error = (() => {
    try {
      return pastedCallback(text, transaction);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({ code });
  expect(`${error}`).not.toContain(CODE);
});
