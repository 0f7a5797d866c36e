import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { readUpdateRecord, writeUpdateRecord } from './update-notice.ts';

/**
 * A process of its own that asks the person's npm for the latest version, so that their mirrors, proxies and rules apply.
 * Its argument is the file to write it to. Nobody waits for it or hears of its failures.
 */
const file = process.argv[2] ?? '';

execFile(
  'npm',
  ['view', '@sipgate-kit/cli', 'version', '--silent', '--no-update-notifier'],
  {
    // Not where the command was run: a project's .npmrc is somebody else's, maybe.
    cwd: dirname(file),
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SIPGATE_'))),
    timeout: 60_000,
    // On Windows, npm is a script for the shell.
    shell: process.platform === 'win32',
    windowsHide: true,
  },
  (error, stdout) => {
    if (error === null) writeUpdateRecord(file, { ...readUpdateRecord(file), latest: stdout.trim() });
  },
);
