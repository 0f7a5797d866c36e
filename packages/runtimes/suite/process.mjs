/**
 * For runtimes with a command line, Node, Deno and Bun: settings in, outcomes out, as JSON.
 * @module
 */
import { argv } from 'node:process';
import { runSuite } from './suite.mjs';

console.log(JSON.stringify(await runSuite(JSON.parse(argv[2] ?? '{}'))));
