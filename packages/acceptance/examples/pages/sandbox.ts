import type { Sandbox } from '@sipgate-kit/sandbox';
import { createSandbox } from '@sipgate-kit/sandbox';
import { expect, test } from '@sipgate-kit/sandbox/vitest';

/** What the page about the sandbox shows in short. */
declare const url: URL;
declare function yourCode(options: { apiUrl: string; fetch: typeof fetch }): Promise<void>;

export async function onThePage() {
  const sandbox = await createSandbox();
  const callback = await sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' });
  sandbox.clock.advance(301_000); // every access token has expired now
  return callback;
}

test('asks for nothing the API does not have', async ({ sandbox }) => {
  await yourCode({ apiUrl: sandbox.apiUrl, fetch: sandbox.fetch });
  expect(sandbox).toHaveNoContractViolations();
});

export function badWeather(sandbox: Sandbox) {
  sandbox.play('lost-refresh'); // rotation-race, outage-30s, consent-withdrawn, neo-account, classic-account
  sandbox.faults.add({ path: '*/token', grantType: 'refresh_token', drop: 'after' });
  sandbox.clock.freeze();
}
