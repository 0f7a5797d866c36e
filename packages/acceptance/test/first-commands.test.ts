import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTerminal, type ScreenLine, textOf } from '../src/terminal.ts';
import { terminalPicture } from '../src/terminal-picture.ts';

const root = new URL('../../../', import.meta.url);
const SIPGATE = fileURLToPath(new URL('apps/cli/bin/sipgate.cjs', root));
const BROWSER = fileURLToPath(new URL('../src/scripted-browser.mjs', import.meta.url));
const PICTURE = new URL('apps/docs/images/cli.svg', root);
const COLUMNS = 104;
/** The picture shows what a newcomer sees, whose sandbox is on its usual port. */
const WRITE_IMAGES = process.env.SIPGATE_KIT_WRITE_IMAGES === '1';

let sandbox: Sandbox;
let home: string;

beforeAll(async () => {
  sandbox = await createSandbox({ port: WRITE_IMAGES ? 8090 : 0 });
  home = await mkdtemp(join(tmpdir(), 'sipgate-kit-newcomer-'));
});
afterAll(async () => {
  await sandbox?.close();
  await rm(home, { recursive: true, force: true });
});

/** The commands of the README's first block for the command line. */
async function commandsOfReadme(): Promise<readonly string[]> {
  const readme = await readFile(new URL('README.md', root), 'utf8');
  const block = /<!-- first commands -->\s*```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => line.startsWith('sipgate '));
}

/** A command line's words; quotes keep words together. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);

test('the five commands of the README do what they say, in a terminal, with no account', async () => {
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    BROWSER,
    ...(WRITE_IMAGES ? {} : { SIPGATE_ISSUER: sandbox.issuer, SIPGATE_API_URL: sandbox.apiUrl }),
  };
  const commands = await commandsOfReadme();
  expect(commands).toHaveLength(5);
  const screen: ScreenLine[] = [];
  for (const command of commands) {
    const { code, lines } = await openTerminal(process.execPath, [SIPGATE, ...wordsOf(command)], {
      env,
      cwd: home,
      columns: COLUMNS,
    }).ended;
    expect(code, `${command}\n${lines.map(textOf).join('\n')}`).toBe(0);
    const prompt = { text: `$ ${command}`, style: { bold: true, dim: false } };
    screen.push([prompt], ...lines, []);
  }
  const text = screen.map(textOf).join('\n');
  expect(text).toContain('Signed in as Alice Adler');
  expect(text).toContain('Created the OAuth client "Example CRM"');
  expect(text).toContain('Adler Optik GmbH');
  expect(parseEnv(await readFile(join(home, '.env'), 'utf8')).CLIENT_SECRET).toMatch(/\S{20}/);
  expect(
    sandbox
      .tokens()
      .at(-1)
      ?.tokens.filter(({ kind }) => kind === 'refresh'),
  ).toHaveLength(2);
  if (!WRITE_IMAGES) return;
  await mkdir(new URL('.', PICTURE), { recursive: true });
  const title = 'A terminal: five commands sign in on the sandbox, create an OAuth client, call the API and refresh';
  const atHome = screen.map((line) => line.map((run) => ({ ...run, text: run.text.replaceAll(home, '~') })));
  await writeFile(PICTURE, terminalPicture(atHome.slice(0, -1), { columns: COLUMNS, title }));
});
