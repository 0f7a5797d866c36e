import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Environment } from '../cli.ts';

/** Where the program keeps things: absolute folders, which may not exist yet. */
export interface Paths {
  /** What people choose: `config.json`. */
  readonly config: string;
  /** What the program remembers: sealed connections and secrets. */
  readonly state: string;
  /** What may be deleted at any time. */
  readonly cache: string;
}

/**
 * XDG's folders where their variables are set, on every system; else the system's own: `~/.config/sipgate`,
 * `~/Library/Preferences/sipgate`, `%APPDATA%\sipgate\Config`.
 */
export function pathsOf(env: Environment, platform: NodeJS.Platform): Paths {
  const usual = envPaths('sipgate', { suffix: '' });
  const xdg = (name: string, other: string) => {
    const base = env[name];
    return base === undefined || base === '' ? other : join(base, 'sipgate');
  };
  return {
    config: xdg('XDG_CONFIG_HOME', usual.config),
    // On Linux, the folder env-paths calls `log` is $XDG_STATE_HOME.
    state: xdg('XDG_STATE_HOME', platform === 'linux' ? usual.log : usual.data),
    cache: xdg('XDG_CACHE_HOME', usual.cache),
  };
}
