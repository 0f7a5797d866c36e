import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A keyring of its own, unlocked: a real Secret Service on a message bus that nobody else knows. */
export interface SecretService {
  /** What a command needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Whether this machine has what a real Secret Service needs. */
export const secretServiceInstalled =
  process.platform === 'linux' &&
  ['dbus-daemon', 'gnome-keyring-daemon'].every((name) => spawnSync('which', [name]).status === 0);

export async function startSecretService(): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), 'secret-service-'));
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const env = { DBUS_SESSION_BUS_ADDRESS: await firstLineOf(bus) };
  // Comes back once it is ready, and ends with its bus.
  execFileSync('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--daemonize'], {
    env: { ...process.env, ...env, HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home },
    input: 'a password\n',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return {
    env,
    async stop() {
      const ended = once(bus, 'exit');
      bus.kill();
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n'));
}
