/** Fails when pnpm-lock.yaml names where packages came from: that is everybody's own business. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const lines = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').split('\n');
const found = lines.flatMap((line, index) =>
  /https?:\/\/|\btarball:/.test(line) ? [`${index + 1}: ${line.trim()}`] : [],
);
if (found.length > 0) {
  console.error(`pnpm-lock.yaml names hosts:\n${found.join('\n')}`);
  process.exitCode = 1;
}
