import { randomBytes } from 'node:crypto';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { createLogger, loadConfiguration, openServerVault } from '../src/index.ts';
import { freePort, newDirectory, run } from './process.ts';

const REDIRECT_URI = 'https://app.example/oauth';
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ port: 0, redirectUris: [REDIRECT_URI], allowRealHosts: true });
});
afterAll(() => sandbox.close());

/** An empty vault's address in the PostgreSQL of the suite. */
async function emptyDatabase(): Promise<string> {
  const schema = `server_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  await client.query(`create schema ${schema}`);
  await client.end();
  return `${inject('postgresUrl')}?options=-csearch_path%3D${schema}`;
}

const environment = (port: number, more: Record<string, string>) => ({
  SIPGATE_KIT_ISSUER: sandbox.issuer,
  CLIENT_ID: sandbox.client.clientId,
  CLIENT_SECRET: sandbox.client.clientSecret,
  REDIRECT_URI,
  PORT: String(port),
  SIPGATE_KIT_API_URL: sandbox.apiUrl,
  ...more,
});

async function instance(shared: Record<string, string>) {
  const port = await freePort();
  const command = run({ cwd: await newDirectory(), env: environment(port, shared) });
  onTestFinished(() => void command.child.kill('SIGKILL'));
  await command.logged('listening');
  const open = (path: string, cookie = '') =>
    fetch(`http://localhost:${port}${path}`, { redirect: 'manual', headers: { cookie } });
  return { ...command, open };
}

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .filter((line) => !line.includes('Max-Age=0'))
    .map((line) => line.split(';')[0])
    .join('; ');

describe('instances that share a database', () => {
  test('finish the sign-ins, and know the sessions, that another has begun', async () => {
    const shared = { DATABASE_URL: await emptyDatabase(), SIPGATE_KIT_SEALING_KEYS: KeyRing.generate().serialize() };
    const [one, other] = await Promise.all([instance(shared), instance(shared)]);
    const login = await one.open('/login?moved=1');
    const authorizationUrl = login.headers.get('location') ?? '';
    const callback = await sandbox.signIn({ authorizationUrl, username: 'alice', password: 'sandbox' });
    const done = await other.open(callback.pathname + callback.search, cookieOf(login));
    expect(done.status).toBe(303);
    const me = await one.open('/me', cookieOf(done));
    expect(await me.json()).toMatchObject({ signedIn: true, subject: sandbox.users.alice.sub });
    for (const { child } of [one, other]) child.kill('SIGTERM');
    const ends = await Promise.all([one.ended, other.ended]);
    for (const { code, stdout, stderr } of ends) {
      expect(code).toBe(0);
      expect(stdout + stderr).not.toContain('CANARY-password');
    }
  });

  test('do not start without common keys: each would seal with its own', async () => {
    const env = environment(8080, { DATABASE_URL: 'postgres://keeper:CANARY-password@127.0.0.1:1/vault' });
    const { code, stderr } = await run({ cwd: await newDirectory(), env }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('SIPGATE_KIT_SEALING_KEYS is missing');
    expect(stderr).toContain('Example: ');
    expect(stderr).not.toContain('CANARY');
  });

  test('are told at once when the database turns them away', async () => {
    const wrong = new URL(await emptyDatabase());
    wrong.password = 'CANARY-wrong';
    const shared = { DATABASE_URL: wrong.href, SIPGATE_KIT_SEALING_KEYS: KeyRing.generate().serialize() };
    const { code, stdout, stderr } = await run({ cwd: await newDirectory(), env: environment(8080, shared) }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('does not accept user or password');
    expect(stdout + stderr).not.toMatch(/CANARY|\n\s+at /);
  });

  test('wait for a database that does not answer, say so, and end with one clear message', async () => {
    const port = await freePort();
    const lines: Record<string, unknown>[] = [];
    const logger = createLogger({
      level: 'info',
      forPeople: false,
      output: { write: (line) => lines.push(JSON.parse(line)) },
    });
    const configuration = loadConfiguration({
      CLIENT_ID: 'a:third-party',
      CLIENT_SECRET: 'b',
      DATABASE_URL: `postgres://keeper:CANARY-password@127.0.0.1:${port}/vault`,
      SIPGATE_KIT_SEALING_KEYS: KeyRing.generate().serialize(),
    });
    const failure: Error = await openServerVault(configuration, { startPatienceMs: 600, logger }).then(
      () => expect.unreachable(),
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({ code: 'store_unavailable' });
    expect(failure.message).toContain(`127.0.0.1:${port} does not answer (ECONNREFUSED`);
    expect(lines).toMatchObject([{ msg: 'waiting for the database', host: '127.0.0.1', reason: 'ECONNREFUSED' }]);
    expect(JSON.stringify([lines, failure.message])).not.toContain('CANARY');
  });
});
