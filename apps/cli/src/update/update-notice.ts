import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cli, Environment } from '../cli.ts';
import { VERSION } from '../version.ts';

/** What `update.json` in the cache remembers. Instants are milliseconds since the epoch. */
export interface UpdateRecord {
  /** When a check was last begun. */
  readonly checkedAt?: number;
  /** What that check found: `1.2.3`. */
  readonly latest?: string;
  /** When somebody was last told of it. */
  readonly shownAt?: number;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Tells, at most once a day and only a person at a terminal, that there is a newer version; a background process looks
 * for it, at most once a day too. Nothing waits for that: what it finds is told the next time.
 */
export function noticeUpdate({
  host,
  globals,
  output,
  paths,
}: Pick<Cli, 'host' | 'globals' | 'output' | 'paths'>): void {
  if (!output.noteView.terminal || globals.json || !isWanted(host.env)) return;
  const file = join(paths.cache, 'update.json');
  const now = host.now();
  let record = readUpdateRecord(file);
  if (record.latest !== undefined && isNewer(record.latest, VERSION) && isOver(record.shownAt, now)) {
    output.note(
      `\nsipgate ${record.latest} is out; this is ${VERSION}. Next: npm install --global @sipgate-kit/cli\nSIPGATE_NO_UPDATE_NOTICE=1 silences this.`,
    );
    record = { ...record, shownAt: now };
    writeUpdateRecord(file, record);
  }
  if (isOver(record.checkedAt, now) && writeUpdateRecord(file, { ...record, checkedAt: now }))
    host.checkForUpdate(file);
}

/** Scripts do not want it, and some people do not. */
function isWanted(env: Environment): boolean {
  return ['CI', 'SIPGATE_NO_UPDATE_NOTICE', 'NO_UPDATE_NOTIFIER', 'DO_NOT_TRACK'].every((name) =>
    ['', '0', 'false'].includes((env[name] ?? '').toLowerCase()),
  );
}

/** Whether a day has passed. An instant in the future is an error of some clock, and counts as passed. */
const isOver = (instant: number | undefined, now: number) =>
  instant === undefined || now - instant > DAY_MS || instant > now;

/** Whether `latest` is a release after `current`. Pre-releases are nobody's update. */
export function isNewer(latest: string, current: string): boolean {
  if (!/^\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(latest)) return false;
  const [theirs, ours] = [latest, current].map((version) => version.split(/[.-]/, 3).map(Number)) as [
    number[],
    number[],
  ];
  const at = theirs.findIndex((part, index) => part !== ours[index]);
  return at === -1 ? current.includes('-') : (theirs[at] ?? 0) > (ours[at] ?? 0);
}

/** What is no record is none: it may be deleted or damaged at any time. */
export function readUpdateRecord(file: string): UpdateRecord {
  try {
    const { checkedAt, latest, shownAt } = JSON.parse(readFileSync(file, 'utf8'));
    return {
      ...(typeof checkedAt === 'number' && { checkedAt }),
      ...(typeof latest === 'string' && { latest }),
      ...(typeof shownAt === 'number' && { shownAt }),
    };
  } catch {
    return {};
  }
}

/** Whether it could be written: without a cache there are no checks, for each run would begin another. */
export function writeUpdateRecord(file: string, record: UpdateRecord): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(record), { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
