import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/command-tree.ts';
import { stage } from '../stage.ts';
import { runRecorded } from './recorder.ts';

const { sandbox, desk, aliceDesk } = stage();

describe('[L28] no command tells anybody that it was run', () => {
  test('only the host of the API is contacted, and no process is started', async () => {
    const at = aliceDesk();
    const { host } = new URL(sandbox().apiUrl);
    for (const line of ['account', 'clients list', 'auth status', 'history', 'api GET /account', 'balance --json']) {
      const { code, contacted, started } = await runRecorded(at, line.split(' '));
      expect({ line, code, started }).toEqual({ line, code: 0, started: [] });
      expect(new Set(contacted)).toEqual(new Set([host]));
    }
  });

  test('what needs no host contacts none: help of every command, version, settings, mistakes', async () => {
    const at = desk();
    const lines = [
      ['--version'],
      ['--help'],
      ...commands.map(({ name }) => [...name.split(' '), '--help']),
      ['config', 'list'],
      ['profile', 'list'],
      ['completion', 'bash'],
      ['nonsense'],
    ];
    for (const line of lines) {
      const { contacted, started } = await runRecorded(at, line);
      expect({ line, contacted, started }).toEqual({ line, contacted: [], started: [] });
    }
  });

  test('with DO_NOT_TRACK nothing changes: there was nothing to switch off', async () => {
    const { contacted } = await runRecorded(aliceDesk({ DO_NOT_TRACK: '1' }), ['account']);
    expect(new Set(contacted)).toEqual(new Set([new URL(sandbox().apiUrl).host]));
  });
});

test('[L6] the first run in an empty home prints data alone, and leaves nothing behind that it was not asked for', async () => {
  const at = aliceDesk();
  const { code, stdout, stderr } = await at.run(['clients', 'list', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toHaveLength(2);
  expect(existsSync(at.env['XDG_STATE_HOME'] ?? '')).toBe(false);
  expect(readdirSync(at.home)).toEqual([]);
});

test("[L6] Node's own warnings go to stderr", async () => {
  const at = aliceDesk({ NODE_OPTIONS: '--trace-warnings', NODE_TLS_REJECT_UNAUTHORIZED: '0', FORCE_COLOR: '1' });
  const { code, stdout } = await at.run(['clients', 'list', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveLength(2);
});
