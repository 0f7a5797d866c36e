/** Uses the commands `sipgate-sandbox` and `sipgate` as a newcomer does; the folder given as an argument is their home. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const home = process.argv[2];
const bin = join(import.meta.dirname, 'node_modules', '.bin');
const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;

const sandbox = spawn(join(bin, 'sipgate-sandbox'), ['--port', '0', '--json'], { env: { ...process.env, PATH } });
try {
  const [line] = await once(createInterface({ input: sandbox.stdout }), 'line');
  const { issuer, apiUrl } = JSON.parse(line);
  const env = {
    PATH,
    HOME: home,
    SIPGATE_ISSUER: issuer,
    SIPGATE_API_URL: apiUrl,
    BROWSER: join(import.meta.dirname, 'scripted-browser.mjs'),
  };
  const sipgate = async (...args) => (await promisify(execFile)(join(bin, 'sipgate'), args, { env })).stdout;

  if (!/^\d+\.\d+\.\d+/.test(await sipgate('--version'))) throw new Error('sipgate --version');
  await sipgate('profile', 'use', 'sandbox');
  await sipgate('login');
  const account = JSON.parse(await sipgate('api', 'getAccount', '--json'));
  console.log(`used: ${account.company}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  sandbox.kill();
}
