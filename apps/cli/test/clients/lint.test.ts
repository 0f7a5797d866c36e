import { expect, test } from 'vitest';
import { stage } from '../stage.ts';

const { sandbox, desk, aliceDesk } = stage();

test('clients lint draws a picture of each pattern, without a sign-in or a request', async () => {
  const { code, stdout, stderr } = await desk().run([
    'clients',
    'lint',
    'https://app.example.com/cb/*',
    'https://*.example.com/*',
  ]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`https://app.example.com/cb/*
  Everything below https://app.example.com/cb/ and https://app.example.com/cb itself, with any query.
  ✓ https://app.example.com/cb
  ✓ https://app.example.com/cb/oauth
  ✓ https://app.example.com/cb/a/b?x=1
  ✗ https://app.example.com/cbX              another path
  ✗ https://app.example.com/cb/../x          an address with .. in it is compared letter by letter
  ✗ https://app.example.com/cb/oauth?code=1  the login puts a code into the query itself
  ✗ http://app.example.com/cb/               http and https are different
  Nothing to complain about.

https://*.example.com/*
  Nothing that a program would send.
  ✗ https://app.example.com/oauth  a star in the host name is taken literally
  ✗ https://a.b.example.com/oauth  a star in the host name is taken literally
  warning: A star in the host name probably never matches: a stock Keycloak takes it literally. sipgate's own texts show it, but nobody outside knows how sipgate's is set up. Name each host. (unknown for sipgate's login)
  Write instead: https://app.example.com/*
`);
  expect(sandbox().requests()).toEqual([]);
});

test('errors end with 1, after everything was printed; passwords are not', async () => {
  const { code, stdout, stderr } = await desk().run([
    'clients',
    'lint',
    'https://alice:c4nary@app.example.com/cb',
    '--web-origin',
    'https://app.example.com/',
    '--json',
  ]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([
    {
      kind: 'redirect_uri',
      pattern: 'https://***@app.example.com/cb',
      findings: [{ rule: 'user_info', severity: 'error', certainty: 'certain' }],
      instead: 'https://app.example.com/cb',
    },
    { kind: 'web_origin', findings: [{ rule: 'not_an_origin' }], instead: 'https://app.example.com' },
  ]);
  expect(JSON.parse(stderr).error.message).toBe('2 of 2 cannot be registered so.');
  expect(stdout + stderr).not.toContain('c4nary');
});

test('[L17] reads patterns from stdin, one a line', async () => {
  const input = '# ours\r\nhttps://app.example.com/cb\r\n\r\nhttps://app.example.com*\r\n';
  const { code, stdout } = await desk().run(['clients', 'lint', '-', '--json'], { input });
  expect(code).toBe(1);
  expect(JSON.parse(stdout).map(({ pattern }: { pattern: string }) => pattern)).toEqual([
    'https://app.example.com/cb',
    'https://app.example.com*',
  ]);
});

test('--try says whether an address is let through', async () => {
  const pattern = 'http://localhost/oauth';
  const yes = await desk().run(['clients', 'lint', pattern, '--try', 'http://localhost:8080/oauth']);
  expect(yes.code).toBe(0);
  expect(yes.stdout).toContain('http://localhost:8080/oauth is let through.');
  const no = await desk().run(['clients', 'lint', pattern, '--try', 'http://127.0.0.1:8080/oauth']);
  expect(no.code).toBe(1);
  expect(no.stdout).toContain('http://127.0.0.1:8080/oauth is refused.');
  expect(no.stderr).toContain('Nothing lets http://127.0.0.1:8080/oauth through.');
});

test('--client looks at what is registered', async () => {
  const { code, stdout } = await aliceDesk().run(['clients', 'lint', '--client', 'Sandbox browser app', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)[0]).toMatchObject({ pattern: 'http://localhost/*', kind: 'redirect_uri' });
});

test('without anything to look at it says what to name', async () => {
  const { code, stderr } = await desk().run(['clients', 'lint']);
  expect(code).toBe(2);
  expect(stderr).toContain('Name redirect URIs, --web-origin or --client.');
});
