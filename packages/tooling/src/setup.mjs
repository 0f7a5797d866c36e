/**
 * Makes a fresh checkout ready: installs the dependencies and builds the packages, with nothing but Node and npm on
 * the machine. It runs before anything is installed, so it imports nothing but Node itself, and its syntax is old
 * enough for an outdated Node to read the message that it is outdated.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep } from './steps.mjs';
import { whenParentEnds } from './tether.mjs';

/** The top of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Written after a complete installation; holds the fingerprint of everything that went into it. */
const STAMP = join(root, 'node_modules', '.sipgate-kit-installed');

/** pnpm says so only when it is stopped: it waits for ever. */
const CERTIFICATE_REFUSED =
  /self[- _]signed certificate|SELF_SIGNED_CERT|unable to (verify the first|get local issuer) certificate|UNABLE_TO_|certificate has expired|CERT_HAS_EXPIRED/i;

/** A set-up step that failed, with what to do about it. */
class SetupError extends Error {
  /** @param {string} message @param {string} output @param {string} next */
  constructor(message, output, next) {
    super(message);
    this.output = output;
    this.next = next;
  }
}

/**
 * Installs and builds where needed. Takes less than a minute the first time and less than a second when nothing changed.
 *
 * @param {{ build?: boolean }} [options]
 */
async function setUp(options) {
  requireNode(process.versions.node);
  await install();
  if (options?.build !== false) await build();
}

/**
 * Runs `main` after the set-up, and stops with whoever started it. A failed set-up ends with a message a person can act
 * on, never with a stack of ours.
 *
 * @param {() => Promise<number | void>} main
 */
export async function runAfterSetUp(main) {
  whenParentEnds(() => process.kill(process.pid, 'SIGTERM'));
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const tail = error.output.trim().split('\n').slice(-25).join('\n');
    process.stderr.write(`\n${tail ? `${tail}\n\n` : ''}${error.message}\nNext: ${error.next}\n`);
    process.exitCode = 1;
    return;
  }
  const code = await main();
  if (typeof code === 'number') process.exitCode = code;
}

/** @param {string} version */
export function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23) return;
  throw new SetupError(
    `sipgate-kit needs Node 20.19 or newer (or 22.12 or newer); this is Node ${version}.`,
    '',
    'install a current Node from https://nodejs.org, open a new terminal and run the same command again.',
  );
}

async function install() {
  const fingerprint = fingerprintOfInstallation();
  if (isInstalled(fingerprint)) return;

  const { command, args } = packageManager();
  const result = await runStep('Installing the dependencies', command, args.concat(installArguments()), {
    cwd: root,
    env: toolEnvironment(),
    silenceMs: 60_000,
  });
  if (result.code !== 0) throw installationFailed(result);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, fingerprint);
}

async function build() {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const result = await runStep(
    'Building the packages',
    process.execPath,
    [turbo, 'run', 'build', '--output-logs=errors-only'],
    {
      cwd: root,
      env: toolEnvironment(),
    },
  );
  if (result.code !== 0) {
    throw new SetupError(
      'The build failed.',
      result.output,
      'repair what the output names. If you changed nothing, delete node_modules and run the same command again.',
    );
  }
}

/** Frozen: what everybody else tested is what is installed. A changed layout may be replaced without asking. */
function installArguments() {
  return [
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--config.confirmModulesPurge=false',
    '--config.fetchRetryMaxtimeout=10000',
    '--reporter=append-only',
  ];
}

/** The pinned pnpm: the installed one where there is one, else fetched by npm. */
function packageManager() {
  const pinned = readJson(join(root, 'package.json')).packageManager;
  const installed = join(root, 'node_modules', 'pnpm');
  const manifest = join(installed, 'package.json');
  if (existsSync(manifest) && `pnpm@${readJson(manifest).version}` === pinned) {
    return { command: process.execPath, args: [join(installed, 'bin', 'pnpm.cjs')] };
  }
  const exec = [
    'exec',
    '--yes',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
    `--package=${pinned}`,
    '--',
    'pnpm',
  ];
  const npm = npmScript();
  return npm ? { command: process.execPath, args: [npm].concat(exec) } : { command: 'npm', args: exec };
}

/** npm's own script: named by npm when it runs us, beside Node otherwise. */
export function npmScript() {
  const candidates = [
    process.env.npm_execpath || '',
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((path) => path.endsWith('npm-cli.js') && existsSync(path));
}

/**
 * The environment of pnpm and turbo: the local commands on PATH (turbo looks for pnpm there), no telemetry, the
 * development dependencies too whatever NODE_ENV says, and caches inside the checkout where the home folder cannot
 * be written.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  const env = Object.assign({}, process.env, {
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${dirname(process.execPath)}${delimiter}${process.env.PATH || ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    REDOCLY_TELEMETRY: 'off',
    DO_NOT_TRACK: '1',
  });
  delete env.NODE_ENV;
  if (!isWritable(homedir())) {
    const cache = join(root, 'node_modules', '.cache');
    Object.assign(env, { npm_config_cache: join(cache, 'npm'), XDG_CACHE_HOME: cache, XDG_DATA_HOME: cache });
  }
  return env;
}

/** @param {import('./steps.mjs').StepResult} result */
function installationFailed({ output, stuck }) {
  /** @type {ReadonlyArray<[RegExp, string, string]>} */
  const known = [
    [
      CERTIFICATE_REFUSED,
      'The dependencies could not be fetched: the certificate of the package registry is not trusted here.',
      'set NODE_EXTRA_CA_CERTS to the file with the certificates of your network and run the same command again.',
    ],
    [
      /ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ERR_SOCKET_TIMEOUT/,
      'The dependencies could not be fetched: the package registry cannot be reached.',
      'connect to the network (or set HTTPS_PROXY, or "registry" in your ~/.npmrc) and run the same command again. Only the first run needs the network.',
    ],
    [
      /ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH)/,
      'pnpm-lock.yaml does not fit the package.json files or pnpm-workspace.yaml.',
      `run "npx -y ${readJson(join(root, 'package.json')).packageManager} install --no-frozen-lockfile", look at the change of pnpm-lock.yaml, and commit it.`,
    ],
    [
      /E40[13]\b|ERR_PNPM_FETCH_40[13]/,
      'The package registry refused the request.',
      'look at the "registry" and the credentials in your ~/.npmrc and run the same command again.',
    ],
    [/ENOSPC/, 'The disk is full.', 'make room (about 1 GB) and run the same command again.'],
    [
      /EACCES|EPERM|EROFS/,
      'A folder cannot be written.',
      `make ${root} and your home folder writable for your user and run the same command again.`,
    ],
  ];
  if (stuck && !CERTIFICATE_REFUSED.test(output)) {
    return new SetupError(
      'The package registry stopped answering.',
      output,
      'run the same command again; what was fetched already is kept.',
    );
  }
  const match = known.find(([pattern]) => pattern.test(output));
  return match
    ? new SetupError(match[1], output, match[2])
    : new SetupError(
        'The installation failed.',
        output,
        'repair what the output names; deleting node_modules often helps. Then run the same command again.',
      );
}

/** @param {string} fingerprint */
function isInstalled(fingerprint) {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== fingerprint) return false;
  return workspaceFolders().every((folder) => !hasDependencies(folder) || existsSync(join(folder, 'node_modules')));
}

/** Of everything an installation depends on. */
function fingerprintOfInstallation() {
  const hash = createHash('sha256');
  hash.update(`${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', 'package.json'].map((name) => join(root, name));
  for (const file of files.concat(workspaceFolders().map((folder) => join(folder, 'package.json')))) {
    hash.update(`\n${file.slice(root.length)}\n`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function workspaceFolders() {
  return ['packages', 'apps']
    .map((parent) =>
      readdirSync(join(root, parent))
        .sort()
        .map((name) => join(root, parent, name)),
    )
    .reduce((all, folders) => all.concat(folders), [])
    .filter((folder) => statSync(folder).isDirectory() && existsSync(join(folder, 'package.json')));
}

/** @param {string} folder */
function hasDependencies(folder) {
  const { dependencies, devDependencies } = readJson(join(folder, 'package.json'));
  return Object.keys(Object.assign({}, dependencies, devDependencies)).length > 0;
}

/** @param {string} path */
function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
