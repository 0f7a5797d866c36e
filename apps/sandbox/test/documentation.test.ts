import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HELP } from '../src/command/command-line.ts';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { SCENARIO_NAMES } from '../src/scenarios/scenarios.ts';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

let guide: string;
let readme: string;
let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  guide = await read('../../docs/sandbox.md');
  readme = await read('../README.md');
  sandbox = await createSandbox({ port: 0 });
  folder = await mkdtemp(join(tmpdir(), 'sandbox-recipes-'));
  await writeFile(join(folder, '.curlrc'), 'fail\nsilent\nshow-error\n');
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\n(.*?)^\\1\`\`\``, 'gms'))].map(([, , code = '']) => code);

test.each([
  ['ts', '../examples/stays-signed-in.test.ts'],
  ['yaml', '../examples/github-actions.yml'],
])('the guide shows the %s example as it is tested: %s', async (language, file) => {
  expect(blocks(guide, language)).toContain(await read(file));
});

test('the recipes for the control API work as they stand, one after the other', async () => {
  const recipes = [...blocks(guide, 'sh'), ...blocks(readme, 'sh')].filter((code) =>
    /\bcurl\b.*\/__sandbox|\$sandbox\//.test(code),
  );
  expect(recipes.length).toBeGreaterThan(2);
  const script = recipes.join('\n').replaceAll('http://127.0.0.1:8090', sandbox.url);

  const run = promisify(execFile)('bash', ['--norc', '-euc', script], { env: { ...process.env, CURL_HOME: folder } });

  await expect(run).resolves.toMatchObject({ stderr: '' });
  expect(sandbox.faults.list()).toMatchObject([{ path: '*/token', grantType: 'refresh_token', drop: 'after' }, {}]);
});

test('the guide names every scenario, every operation and every option', async () => {
  const { paths } = await (await sandbox.fetch(`${sandbox.url}/__sandbox/openapi.json`)).json();

  for (const name of SCENARIO_NAMES) expect(guide).toContain(`\`${name}\``);
  for (const [path, operations] of Object.entries<object>(paths)) {
    for (const method of Object.keys(operations)) {
      const rows = guide.split('\n').filter((line) => line.includes(`${path}\``) && line.startsWith('| `sandbox.'));
      expect(rows.join('\n'), `${method} ${path}`).toContain(method.toUpperCase());
    }
  }
  const options = [...HELP.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option = '']) => option);
  const documented = guide + readme;
  for (const option of options.filter((one) => !['--help', '--version'].includes(one))) {
    expect(documented).toContain(`${option}`);
  }
});
