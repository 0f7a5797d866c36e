import { expect, test } from 'vitest';
import { leavesThisComputer } from '../src/redirect-target.ts';

test('which redirect URIs leave this computer', () => {
  for (const uri of [
    'http://localhost:1/x',
    'http://app.localhost/x',
    'http://127.0.0.1/x',
    'http://127.9.9.9/x',
    'http://[::1]/x',
    'myapp://x',
  ]) {
    expect(leavesThisComputer(uri)).toBe(false);
  }
  for (const uri of [
    'https://phone.sipgate.com/x',
    'http://localhost.evil.example/x',
    'http://192.168.0.1/x',
    'http://127.0.0.1.evil.example/',
  ]) {
    expect(leavesThisComputer(uri)).toBe(true);
  }
});
