#!/usr/bin/env node
/**
 * `npm run demo`: the whole journey by itself, on a sandbox inside this process: no browser, no port, no account. Each
 * step says what happened and which function of the kit did it.
 */
import { runAfterSetUp } from '../src/setup.mjs';

await runAfterSetUp(async () => {
  const { demo } = await import('../src/demo.mjs');
  return demo();
});
