#!/usr/bin/env node
'use strict';

// Written in the Node of yesteryear, so that an old one can still say what is wrong. What most people ask first, the
// version and the help, is answered from a file: the rest of the program is loaded only to do something.
const [major, minor] = process.versions.node.split('.').map(Number);
const args = process.argv.slice(2);

function print(text) {
  process.stdout.on('error', (error) => {
    // A reader that has seen enough is no failure.
    if (error.code === 'EPIPE') return;
    process.stderr.write(`Error: The output cannot be written (${error.code}).\nMake room where it goes.\n`);
    process.exitCode = 1;
  });
  process.stdout.write(text);
}

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `sipgate needs Node 20.19 or newer; this is ${process.versions.node}.\nInstall a newer one, as from https://nodejs.org, and try again.\n`,
  );
  process.exitCode = 1;
} else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  print(`${require('../package.json').version}\n`);
} else if (args.length === 0 || (args.length === 1 && ['--help', '-h', 'help'].includes(args[0]))) {
  print(require('node:fs').readFileSync(require('node:path').join(__dirname, '../dist/help.txt'), 'utf8'));
} else {
  require('../dist/main.cjs');
}
