import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Desk } from '../run-cli.ts';
import { stage } from '../stage.ts';

const { desk, aliceDesk } = stage();

/** A folder to work in, with a file of a project. */
function project(at: Desk, name: string, content: string): string {
  const folder = join(at.home, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sipgate.json'), content);
  return folder;
}

test.each(['Grüße & Küsse (1)', "it's 100% $HOME", '日本語', ' leading and trailing '])(
  '[L34] a project in a folder named "%s" is found',
  async (name) => {
    const at = aliceDesk();
    const cwd = project(at, name, '{ "scopes": "account:read" }');
    const { code, stdout } = await at.run(['config', 'list', '--origin', '--json'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(JSON.stringify(join(cwd, 'sipgate.json')).slice(1, -1));
  },
);

test('[L34] lines may end in CRLF, and a file may begin with the mark that Windows editors write', async () => {
  const at = aliceDesk();
  const content = '\uFEFF{\r\n  "scopes": "account:read"\r\n}\r\n';
  const cwd = project(at, 'windows', content);
  const { code, stdout } = await at.run(['config', 'get', 'scopes'], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'account:read\n' });
});

test('[L34] the line of a mistake is right, however lines end', async () => {
  const at = aliceDesk();
  const cwd = project(at, 'windows', '{\r\n  "scopes": account\r\n}\r\n');
  const { stderr } = await at.run(['config', 'list'], { cwd });
  expect(stderr).toContain('line 2, column 13');
});

test('[L34] secrets that come by stdin may end in CRLF', async () => {
  const at = desk();
  const { tokenId = '', token = '' } = alice();
  const { code } = await at.run(['login', '--pat'], { input: `${tokenId}\r\n${token}\r\n` });
  expect(code).toBe(0);
  expect((await at.run(['account'])).code).toBe(0);
});

function alice() {
  const { env } = aliceDesk();
  return { tokenId: env['SIPGATE_TOKEN_ID'], token: env['SIPGATE_TOKEN'] };
}
