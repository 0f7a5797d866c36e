import { describe, expect, test } from 'vitest';
import { stage } from '../stage.ts';
import { runRecorded } from './recorder.ts';

const { desk, aliceDesk } = stage();

describe('[L23] what is asked most often is answered at once', () => {
  test.each([['--version'], ['-V']])('%s loads the entry and the manifest, and no module of Node', async (...args) => {
    const { loaded, builtins } = await runRecorded(desk(), args);
    expect(loaded).toEqual(['bin/sipgate.cjs', 'package.json']);
    expect(builtins).toEqual([]);
  });

  test.each([[['--help']], [['-h']], [['help']], [[]]])('%s loads the entry alone, and reads a file', async (args) => {
    const { loaded, builtins } = await runRecorded(desk(), args);
    expect(loaded).toEqual(['bin/sipgate.cjs']);
    expect(builtins).toEqual(['node:fs', 'node:path']);
  });

  test('the help of a command loads neither what runs it nor anything of the network', async () => {
    const { loaded, builtins } = await runRecorded(desk(), ['clients', 'list', '--help']);
    expect(loaded.filter((file) => /handler|fetch|direct|connect|sign-in|inquirer|zod|yaml/.test(file))).toEqual([]);
    expect(builtins.filter((name) => /http|tls|net|crypto|zlib|dns/.test(name))).toEqual([]);
  });
});

test('a call loads neither undici nor jq, prompts, YAML or tables', async () => {
  const { code, loaded } = await runRecorded(aliceDesk(), ['clients', 'list']);
  expect(code).toBe(0);
  const names = loaded.map((file) => file.replace(/-[^-]{8}\.cjs$/, ''));
  expect(
    names.filter((name) => /undici|jq|inquirer|yaml|\/(?:open|cli-table3|dist|update-notice)$/.test(name)),
  ).toEqual([]);
});
