import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Desk, Run } from '../run-cli.ts';

/** What a run did beside what it said. */
export interface RecordedRun extends Run {
  /** Hosts that it connected to or asked name servers for: `127.0.0.1:8090`, `api.sipgate.com`. */
  readonly contacted: readonly string[];
  /** Processes that it started. */
  readonly started: readonly string[];
  /** Its own files that it loaded, below the package: `dist/main.cjs`. */
  readonly loaded: readonly string[];
  /** Node's modules that it loaded: `node:https`. */
  readonly builtins: readonly string[];
}

const RECORDER = `
const fs = require('node:fs'), dns = require('node:dns'), net = require('node:net'), Module = require('node:module');
const child = require('node:child_process');
const seen = { contacted: [], started: [], builtins: [] };
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (options && options.port) seen.contacted.push(options.host + ':' + options.port);
  return connect.apply(this, args);
};
const lookup = dns.lookup;
dns.lookup = function (host, ...args) {
  if (!net.isIP(host)) seen.contacted.push(host);
  return lookup.call(this, host, ...args);
};
const spawn = child.ChildProcess.prototype.spawn;
child.ChildProcess.prototype.spawn = function (options) {
  seen.started.push(options.file + ' ' + (options.args || []).slice(1).join(' '));
  return spawn.call(this, options);
};
const load = Module._load;
Module._load = function (name, ...args) {
  if (Module.isBuiltin(name)) seen.builtins.push(name.startsWith('node:') ? name : 'node:' + name);
  return load.call(this, name, ...args);
};
process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((file) => file !== __filename);
  fs.writeFileSync(process.env.RECORD_TO, JSON.stringify({ ...seen, loaded }));
});
`;

/** Runs the built command, and watches whom it talks to and what it loads. */
export async function runRecorded(desk: Desk, args: readonly string[]): Promise<RecordedRun> {
  const recorder = join(desk.home, 'recorder.cjs');
  const record = join(desk.home, 'record.json');
  writeFileSync(recorder, RECORDER);
  const env = { NODE_OPTIONS: `--require "${recorder}"`, RECORD_TO: record };
  const run = await desk.run(args, { env });
  const { loaded, ...seen } = JSON.parse(readFileSync(record, 'utf8')) as RecordedRun;
  const own = loaded.map((file) => file.replaceAll('\\', '/').replace(/^.*\/apps\/cli\//, ''));
  return { ...run, ...seen, loaded: own };
}
