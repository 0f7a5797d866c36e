import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import type { Environment, Host } from '../cli.ts';

/**
 * Opens a URL in the person's browser: the one `$BROWSER` names, else the system's own. Gives the reason when there is
 * none to be opened here; that is no failure, since the URL has been printed.
 *
 * No shell sees the URL, so that its `&` stay what they are on every system.
 */
export async function openBrowser(url: string, { env, platform }: Host): Promise<string | undefined> {
  const reason = reasonNotTo(env, platform);
  if (reason !== undefined) return reason;
  const named = env['BROWSER'] ?? '';
  if (named !== '') return (await launchNamed(named, url)) ? undefined : `$BROWSER (${named}) cannot be started`;
  try {
    const { default: open } = await import('open');
    const launcher = await open(url);
    launcher.on('error', () => undefined);
    return undefined;
  } catch {
    return 'no browser can be started here';
  }
}

function reasonNotTo(env: Environment, platform: NodeJS.Platform): string | undefined {
  const has = (...names: readonly string[]) => names.some((name) => (env[name] ?? '') !== '');
  if (has('CI') && !/^(?:0|false)$/i.test(env['CI'] ?? '')) return 'this is a CI job';
  if (env['BROWSER'] === 'none') return '$BROWSER says none';
  if (has('BROWSER', 'DISPLAY', 'WAYLAND_DISPLAY')) return undefined;
  if (has('SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT')) return 'this is an SSH session';
  const windowed = platform === 'darwin' || platform === 'win32' || has('WSL_DISTRO_NAME', 'WSL_INTEROP');
  return windowed ? undefined : 'there is no display';
}

/** `$BROWSER` holds commands, the preferred one first; `%s` in one stands for the URL. */
async function launchNamed(named: string, url: string): Promise<boolean> {
  for (const command of named.split(delimiter).filter((each) => each.trim() !== '')) {
    // A path may have spaces in it; only if there is no such program, the rest are its arguments.
    const [program = '', ...args] = command.trim().split(/\s+/);
    if ((await launch(command.trim(), [url])) || (await launch(program, withUrl(args, url)))) return true;
  }
  return false;
}

function withUrl(args: readonly string[], url: string): readonly string[] {
  const placed = args.map((arg) => arg.replaceAll('%s', () => url));
  return args.some((arg) => arg.includes('%s')) ? placed : [...placed, url];
}

function launch(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const child = spawn(program, [...args], { stdio: 'ignore', detached: true });
      child.once('error', () => resolve(false));
      child.once('spawn', () => {
        child.unref();
        resolve(true);
      });
    } catch {
      resolve(false);
    }
  });
}
