#!/usr/bin/env node
/**
 * `pnpm spec:drift --from <url|file>`: what a live API description says that openapi/ does not know yet, as a table and,
 * with `--markdown <file>`, as a changelog. Ends with status 0 where there is nothing, 1 where there is, 2 where it could
 * not be found out.
 */
import { parseArgs } from 'node:util';
import { UnreadableDescription } from '../src/spec-drift/read-description.mjs';
import { specDrift } from '../src/spec-drift/spec-drift.mjs';

const USAGE = 'pnpm spec:drift --from <url|file> [--markdown <file>]';

try {
  process.exitCode = await specDrift(givenArguments(), (text) => console.log(text));
} catch (error) {
  if (!(error instanceof UnreadableDescription)) throw error;
  console.error(`${error.message}\nNext: ${error.next}`);
  process.exitCode = 2;
}

function givenArguments() {
  try {
    const { values } = parseArgs({ options: { from: { type: 'string' }, markdown: { type: 'string' } } });
    if (values.from) return { from: values.from, ...(values.markdown && { markdown: values.markdown }) };
  } catch (error) {
    throw new UnreadableDescription(error instanceof Error ? error.message : String(error), USAGE);
  }
  throw new UnreadableDescription('Which description? Name it with --from.', USAGE);
}
