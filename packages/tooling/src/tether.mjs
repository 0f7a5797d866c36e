import { readFileSync } from 'node:fs';

const EVERY_MS = 500;

/**
 * Calls `then` once whoever started this process is gone. npm passes a SIGTERM on to nobody, and a killed parent cannot
 * pass on anything: without this, servers would stay behind.
 *
 * Under npm that is npm itself, whether or not a shell stands in between.
 *
 * @param {() => void} then
 */
export function whenParentEnds(then) {
  const parent = process.ppid;
  const npm = process.env.npm_lifecycle_event === undefined ? undefined : npmAbove(parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || parentOf(parent) === npm)) return;
    clearInterval(watch);
    then();
  }, EVERY_MS);
  watch.unref();
}

/** The pid of npm where a shell stands between npm and us; `undefined` where it is our parent, or unknown. */
function npmAbove(/** @type {number} */ parent) {
  const above = isShell(parent) ? parentOf(parent) : undefined;
  return above === 1 ? undefined : above;
}

/** @param {number} pid */
function isShell(pid) {
  return /^(ba|da|a|z|k)?sh$/.test(read(`/proc/${pid}/comm`)?.trim() ?? '');
}

/** @param {number} pid */
function parentOf(pid) {
  // The name in parentheses may contain anything; the fields behind it may not.
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\)\s+/s, '')
    .split(' ');
  return fields?.[1] === undefined ? undefined : Number(fields[1]);
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
