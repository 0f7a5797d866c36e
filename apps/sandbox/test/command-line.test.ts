import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCommandLine } from '../src/command/command-line.ts';
import { UsageError } from '../src/command/usage-error.ts';

test('exec: what stands before the two dashes is ours, what stands behind is the command', () => {
  expect(readCommandLine(['exec', '--seed', '1', '--', 'npm', 'test', '--', '--port', '1'])).toMatchObject({
    kind: 'exec',
    settings: { sandbox: { port: 0, seed: '1' } },
    command: ['npm', 'test', '--', '--port', '1'],
  });
  expect(readCommandLine(['exec', '--help'])).toEqual({ kind: 'help' });
});

test('every option comes through', () => {
  const args =
    '--port 1 --host ::1 --url http://a:1/ --state f --seed s --freeze-at 2030-01-01T00:00:00+01:00 --people 2';
  const flags = '--allow-network --allow-real-hosts --no-device-flow --json --redirect-matching wildcard';

  expect(readCommandLine(`${args} ${flags}`.split(' '))).toEqual({
    kind: 'serve',
    settings: {
      sandbox: {
        port: 1,
        host: '::1',
        origin: 'http://a:1',
        seed: 's',
        frozenAt: Date.parse('2029-12-31T23:00:00Z'),
        people: 2,
        allowNetwork: true,
        allowRealHosts: true,
        deviceFlow: false,
        redirectMatching: 'wildcard',
      },
      stateFile: 'f',
      json: true,
      allowViolations: false,
    },
  });
});

test('[fuzz] whatever is typed: understood, or a usage error that says what is wrong', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'exec',
      '--',
      '--port',
      '--port=',
      '--freeze-at',
      '--people',
      '--json',
      '--state=',
      '-h',
      '-x',
      '-',
    ),
    fc.constantFrom(
      '0',
      '-1',
      '65536',
      '1e3',
      '2030-01-01T00:00:00Z',
      '9999999-01-01T00:00:00Z',
      '2030-99-01T00:00:00Z',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      try {
        const commandLine = readCommandLine(args);
        if ('settings' in commandLine) expect(commandLine.settings.sandbox.port).toBeLessThan(65_536);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        expect((error as Error).message).toMatch(/\S/);
      }
    }),
    { numRuns: 500 },
  );
});
