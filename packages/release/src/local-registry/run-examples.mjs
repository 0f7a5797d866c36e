import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import ts from 'typescript';
import { runCommand } from '../run-command.mjs';

/**
 * Runs the README's programs in a project where the packages are installed.
 *
 * @param {{ project: string, examples: Awaited<ReturnType<typeof import('./readme.mjs').readmeExamples>>, env: NodeJS.ProcessEnv, table: ReturnType<typeof import('../result-table.mjs').createResultTable> }} options
 */
export async function runExamples({ project, examples, env, table }) {
  const { programs, commands } = examples;
  for (const [name, source] of programs) {
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    await writeFile(join(project, `${name}.mjs`), outputText);
  }
  const printed = (/** @type {string} */ file) => runCommand(process.execPath, [file], { cwd: project, env });

  await table.run('README', 'core', async () =>
    expected(await printed('core.mjs'), [/^Signed in at Adler Optik GmbH$/]),
  );
  await table.run('README', 'sandbox', async () =>
    expected(await printed('sandbox.mjs'), [
      /^Still valid: false$/,
      /^Once: provider_unavailable$/,
      /^Then: TokenSet\(/,
    ]),
  );
  const sandbox = await startSandbox(project, env);
  try {
    await table.run('README', 'callback-server', () => embeddedServer({ project, env, sandbox }));
    await table.run('README', 'first commands', () => firstCommands({ project, env, sandbox, commands }));
  } finally {
    sandbox.stop();
  }
}

/** @param {string} output @param {readonly RegExp[]} patterns one for each line */
function expected(output, patterns) {
  const lines = output.trim().split('\n');
  const fits = lines.length === patterns.length && patterns.every((pattern, index) => pattern.test(lines[index] ?? ''));
  return fits ? [] : [`printed: ${output.trim()}`];
}

/** @param {string} project @param {NodeJS.ProcessEnv} env */
async function startSandbox(project, env) {
  const command = join(project, 'node_modules', '.bin', 'sipgate-sandbox');
  const child = spawn(command, ['--port', '0', '--json'], { cwd: project, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { ...JSON.parse(line), stop: () => child.kill() };
}

/** @param {{ project: string, env: NodeJS.ProcessEnv, sandbox: any }} options */
async function embeddedServer({ project, env, sandbox }) {
  const port = '18080';
  const child = spawn(process.execPath, ['callback-server.mjs'], {
    cwd: project,
    env: {
      ...env,
      CLIENT_ID: sandbox.client.clientId,
      CLIENT_SECRET: sandbox.client.clientSecret,
      REDIRECT_URI: `http://localhost:${port}/sipgate/oauth`,
      PORT: port,
      SIPGATE_KIT_ISSUER: sandbox.issuer,
      SIPGATE_KIT_API_URL: sandbox.apiUrl,
      SIPGATE_KIT_DATA_DIR: join(project, 'data'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  try {
    const balance = await redirected(`http://localhost:${port}/balance`, () => child.exitCode === null);
    if (balance === undefined) return [`The server did not answer.\n${output}`];
    const login = await redirected(new URL(balance, `http://localhost:${port}`).href, () => true);
    return login?.startsWith(sandbox.issuer) ? [] : [`/balance led to ${balance}, and that to ${login}`];
  } finally {
    child.kill();
  }
}

/** @param {string} url @param {() => boolean} lives */
async function redirected(url, lives) {
  for (let attempt = 0; attempt < 150 && lives(); attempt += 1) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    if (answer) return answer.headers.get('location') ?? `status ${answer.status}`;
    await wait(200);
  }
  return undefined;
}

/** @param {{ project: string, env: NodeJS.ProcessEnv, sandbox: any, commands: readonly (readonly string[])[] }} options */
async function firstCommands({ project, env, sandbox, commands }) {
  const home = join(project, 'home');
  await mkdir(home);
  const commandEnv = {
    PATH: env.PATH,
    HOME: home,
    SIPGATE_ISSUER: sandbox.issuer,
    SIPGATE_API_URL: sandbox.apiUrl,
    BROWSER: join(project, 'scripted-browser.mjs'),
  };
  let output = '';
  for (const [name = '', ...args] of commands) {
    output += await runCommand(join(project, 'node_modules', '.bin', name), args, { cwd: home, env: commandEnv });
  }
  const missing = ['Adler Optik GmbH', 'Example CRM'].filter((text) => !output.includes(text));
  if (commands.length !== 5) return [`The README has ${commands.length} first commands, not five.`];
  return missing.map((text) => `nothing said ${text}: ${output.slice(-500)}`);
}
