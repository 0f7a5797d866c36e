import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../src/command-tree.ts';
import { type Desk, newDesk } from './run-cli.ts';

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** A desk with the script of a shell in it. */
async function deskWith(shell: string): Promise<{ desk: Desk; script: string }> {
  const desk = newDesk();
  const { code, stdout } = await desk.run(['completion', shell]);
  expect(code).toBe(0);
  const script = join(desk.home, `sipgate.${shell}`);
  writeFileSync(script, stdout);
  return { desk, script };
}

/** `sipgate` in a shell that must not be started, but for the names of profiles. */
const STUB =
  "sipgate() { if [[ \"$*\" == 'profile list' ]]; then printf 'default\\tx\\nwork\\ty\\n'; else echo STARTED; fi; }";

/** What a Tab behind these words offers in a real bash. */
function bashOffers(desk: Desk, script: string, words: readonly string[]): readonly string[] {
  const program = [
    STUB,
    `source '${script}'`,
    'COMP_WORDS=(sipgate "$@"); COMP_CWORD=$#',
    '_sipgate',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ].join('\n');
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', program, 'bash', ...words], {
    cwd: desk.home,
    env: desk.env as NodeJS.ProcessEnv,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

test.skipIf(!has('bash'))(
  'bash: commands, options, choices, files and profiles, and no program is started',
  async () => {
    const { desk, script } = await deskWith('bash');
    mkdirSync(join(desk.home, 'some folder'));
    writeFileSync(join(desk.home, 'a file.json'), '');
    const offers = (...words: string[]) => bashOffers(desk, script, words);

    expect(offers('')).toEqual(expect.arrayContaining(['login', 'clients', 'config', 'doctor', 'help']));
    expect(offers('conf')).toEqual(['config']);
    expect(offers('config', '')).toEqual(['list', 'get', 'set', 'unset']);
    expect(offers('--json', 'config', 's')).toEqual(['set']);
    expect(offers('-p', 'work', 'config', 's')).toEqual(['set']);
    expect(offers('config', 'set', 'ap')).toEqual(['apiUrl']);
    expect(offers('config', 'set', 'apiUrl', '--pro')).toEqual(['--project', '--profile']);
    expect(offers('clients', 'list', '--rev')).toEqual(['--reveal-secret']);
    expect(offers('clients', 'create', '--preset', '')).toEqual(['server', 'browser', 'webphone', 'local']);
    expect(offers('clients', 'create', '--preset', '=', 'w')).toEqual(['webphone']);
    expect(offers('clients', 'create', '--from-file', '')).toEqual(expect.arrayContaining(['a file.json']));
    expect(offers('profile', 'use', '')).toEqual(['default', 'work']);
    expect(offers('--profile', '=', 'w')).toEqual(['work']);
    expect(offers('api', 'getHistory')).toEqual(expect.arrayContaining(['getHistory', 'getHistoryById']));
    expect(offers('help', 'exit')).toEqual(['exit-codes']);
    expect(offers('completion', 'f')).toEqual(['fish']);
    expect(offers('nonsense', '')).not.toContain('STARTED');
  },
);

test.skipIf(!has('bash'))('every command of the tree can be completed', async () => {
  const { desk, script } = await deskWith('bash');
  for (const { name } of commands) {
    const words = name.split(' ');
    expect(bashOffers(desk, script, words)).toContain(words.at(-1));
  }
});

test.skipIf(!has('fish'))('fish: the same, with what the words mean', async () => {
  const { desk, script } = await deskWith('fish');
  const offers = (line: string) => {
    const program = `function sipgate; printf 'default\\tx\\nwork\\ty\\n'; end; source '${script}'; complete -C '${line}'`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', program], {
      cwd: desk.home,
      env: desk.env as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return stdout.trim().split('\n');
  };
  expect(offers('sipgate conf')).toEqual(['config\tSee and change settings']);
  expect(offers('sipgate -p work config set ap')).toEqual(['apiUrl']);
  expect(offers('sipgate --profile=w')).toEqual(['--profile=work']);
  expect(offers('sipgate clients list --rev')[0]).toMatch(/^--reveal-secret\t/);
  expect(offers('sipgate api getHistoryB')).toEqual(['getHistoryById']);
});

test.skipIf(!has('zsh'))('zsh: understood, and known to its completion system', async () => {
  const { desk, script } = await deskWith('zsh');
  const program = `autoload -Uz compinit; compinit -u -d '${desk.home}/dump'; source '${script}'; print $_comps[sipgate]`;
  const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', program], {
    env: desk.env as NodeJS.ProcessEnv,
    encoding: 'utf8',
  });
  expect([stdout.trim(), stderr]).toEqual(['_sipgate', '']);
});

test.skipIf(!has('pwsh'))('PowerShell: understood, and commands are completed', async () => {
  const { script } = await deskWith('powershell');
  const program = `. '${script}'; (TabExpansion2 'sipgate conf' 12).CompletionMatches.CompletionText`;
  expect(spawnSync('pwsh', ['-NoProfile', '-Command', program], { encoding: 'utf8' }).stdout.trim()).toBe('config');
});

test('PowerShell: every quote is closed, and no entry stands twice', async () => {
  const { stdout } = await newDesk().run(['completion', 'powershell']);
  for (const line of stdout.split('\n').filter((one) => /^ {4}'/.test(one))) {
    expect((line.match(/'/g) ?? []).length % 2).toBe(0);
  }
  for (const [, table = ''] of stdout.matchAll(/= @\{\n([\s\S]*?)\n {2}\}/g)) {
    const keys = table.split('\n').map((line) => /^ {4}'([^']*)' =/.exec(line)?.[1]?.toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('a shell that is none is told apart', async () => {
  const { code, stderr } = await newDesk().run(['completion', 'bsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean bash?');
});
