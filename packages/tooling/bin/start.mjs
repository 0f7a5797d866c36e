#!/usr/bin/env node
/**
 * `npm start`: makes the checkout ready, then runs the callback server until you stop it: at the real sipgate when there
 * is a CLIENT_ID in the environment or in .env, otherwise on a sandbox of its own.
 */
import { runAfterSetUp } from '../src/setup.mjs';

await runAfterSetUp(async () => {
  const { start } = await import('../src/start-kit.mjs');
  return start(process.env);
});
