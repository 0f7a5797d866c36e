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

test('a higher level says less', () => {
  expect(logged(false, 'info', {})).toBe('');
  expect(logged(false, 'silent', {})).toBe('');
});
