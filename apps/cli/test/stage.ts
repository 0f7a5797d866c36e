import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { afterAll, beforeAll } from 'vitest';
import { type Desk, newDesk } from './run-cli.ts';

/** A sandbox for the tests of a file, and desks that know it. */
export function stage(options: Parameters<typeof createSandbox>[0] = {}) {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await createSandbox({ port: 0, ...options });
  });
  afterAll(() => sandbox?.close());
  const running = () => {
    if (sandbox === undefined) throw new Error('The sandbox has not started yet.');
    return sandbox;
  };
  /** Nobody is signed in; the profile in use leads to the sandbox. */
  const desk = (settings: Readonly<Record<string, string>> = {}): Desk =>
    newDesk({ SIPGATE_API_URL: running().apiUrl, SIPGATE_ISSUER: running().issuer, ...settings });
  /** Alice works here, with her personal access token. */
  const aliceDesk = (settings: Readonly<Record<string, string>> = {}): Desk => {
    const { tokenId, token } = running().users.alice.personalAccessToken;
    return desk({ SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token, ...settings });
  };
  return { sandbox: running, desk, aliceDesk };
}
