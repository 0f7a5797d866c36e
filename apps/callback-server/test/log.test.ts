import { expect, test } from 'vitest';
import { createLogger } from '../src/index.ts';

function logged(forPeople: boolean, level: string, fields: Record<string, string | number>): string {
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level, forPeople, output });
  logger.debug(fields, 'request');
  return lines.join('');
}

test('machines get a line of JSON', () => {
  const line = JSON.parse(logged(false, 'debug', { path: '/', status: 200 }));
  expect(line).toEqual({
    level: 20,
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    path: '/',
    status: 200,
    msg: 'request',
  });
});

test('people get a short line', () => {
  expect(logged(true, 'debug', { path: '/', status: 200 })).toMatch(
    /^\d\d:\d\d:\d\d debug request path=\/ status=200\n$/,
  );
});

test('nobody can write lines or colours into a terminal', () => {
  const line = logged(true, 'debug', { path: '/a\nb', reason: '\u001b[31mred\u009b0m "quoted"\u202e' });
  expect(line.trimEnd()).not.toContain('\n');
  expect(line).toMatch(/^[\x20-\x7e]*\n$/);
});

test('[S39] secrets are blotted out, whoever wrote them into a line', () => {
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.canary-signature_1';
  const secrets = {
    reason: `cannot open ${jwt} with "Bearer canary-0123456789" or Basic Y2FuYXJ5OmNhbmFyeQ==`,
    address: 'postgres://keeper:canary@db.example:5432/vault, redis://:canary@db',
    webhook: 'whsec_Y2FuYXJ5Y2FuYXJ5',
    accessToken: 'canary',
    authorization: 'canary',
    cookie: 'sg_session=canary',
  };
  for (const forPeople of [true, false]) {
    const line = logged(forPeople, 'debug', secrets);
    expect(line).not.toMatch(/canary|Y2FuYXJ5|eyJ/);
    expect(line).toContain('cannot open [secret] with');
    expect(line).toContain('postgres://keeper:[secret]@db.example:5432/vault');
  }
  expect(JSON.parse(logged(false, 'debug', secrets))).toMatchObject({ accessToken: '[secret]', msg: 'request' });
});

test('a line without secrets stays as it is', () => {
  const path = '/connections/5f0c9a52-3b1e-4c5d-9a57-0f0f6d1e8a11/token';
  const url = 'http://localhost:8080/oauth, Basic settings, Bearer of news';
  expect(JSON.parse(logged(false, 'debug', { path, url, code: 'needs_login' }))).toMatchObject({ path, url });
});

test('a higher level says less', () => {
  expect(logged(false, 'info', {})).toBe('');
  expect(logged(false, 'silent', {})).toBe('');
});
