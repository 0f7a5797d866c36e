import { expect, test } from 'vitest';
import { loopbackRedirect, redirectUriAt } from '../../src/index.ts';

test('localhost means both loopback families, a literal address only itself', () => {
  expect(loopbackRedirect('http://localhost:8080/oauth')).toEqual({
    addresses: ['127.0.0.1', '::1'],
    port: 8080,
    path: '/oauth',
  });
  expect(loopbackRedirect('http://127.0.0.1:8080/oauth')?.addresses).toEqual(['127.0.0.1']);
  expect(loopbackRedirect('http://[::1]:8080/oauth')?.addresses).toEqual(['::1']);
});

test('a loopback URI without a port means any free one, and :80 means 80', () => {
  expect(loopbackRedirect('http://127.0.0.1/oauth')).toEqual({ addresses: ['127.0.0.1'], path: '/oauth' });
  expect(loopbackRedirect('http://localhost:80/oauth')?.port).toBe(80);
});

test.each([
  'https://localhost:8080/oauth',
  'https://app.example.com/oauth',
  'http://localhost.example.com/oauth',
  'http://localhost@example.com/oauth',
  'http://localhost:99999/oauth',
  'http://127.0.0.999/oauth',
  'no URL',
])('%s is nothing to listen on', (uri) => expect(loopbackRedirect(uri)).toBeUndefined());

test('the port goes where it belongs, and every other letter stays', () => {
  expect(redirectUriAt('http://127.0.0.1/oauth', 49_152)).toBe('http://127.0.0.1:49152/oauth');
  expect(redirectUriAt('http://[::1]/a%2Fb?x=1', 5000)).toBe('http://[::1]:5000/a%2Fb?x=1');
  expect(redirectUriAt('http://localhost', 5000)).toBe('http://localhost:5000');
});
