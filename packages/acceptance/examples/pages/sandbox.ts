import { createSandbox } from '@sipgate-kit/sandbox';

/** What the page about the sandbox shows in short. */
declare const url: URL;

export async function onThePage() {
  const sandbox = await createSandbox();
  const callback = await sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' });
  sandbox.clock.advance(301_000); // every access token has expired now
  return callback;
}
