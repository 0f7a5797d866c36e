import {
  clientCredentials,
  createSipgateClient,
  discoverProvider,
  finishDeviceAuthorization,
  keepInMemory,
  startDeviceAuthorization,
} from '@sipgate-kit/core';
import { createSandbox, type SandboxOptions } from '@sipgate-kit/sandbox';
import { expect, test } from 'vitest';

/** A device at the sandbox; waiting moves the sandbox's clock, and the person acts in between. */
async function device({ confidential = false, ...sandboxOptions }: SandboxOptions & { confidential?: boolean } = {}) {
  const sandbox = await createSandbox(sandboxOptions);
  const { clientId, clientSecret } = sandbox.client;
  const client = confidential
    ? clientCredentials(clientId, clientSecret)
    : clientCredentials(sandbox.publicClient.clientId);
  const options = { fetch: sandbox.fetch, now: () => sandbox.clock.now() };
  const provider = await discoverProvider(sandbox.issuer, options);
  const start = () => startDeviceAuthorization(provider, client, { scopes: ['account:read', 'balance:read'] }, options);
  const polls = () => sandbox.requests().filter(({ grantType }) => grantType?.endsWith(':device_code')).length;
  /** `acts[n]` is what happens while the device waits for the n-th time. */
  async function signIn(...acts: ((userCode: string) => unknown)[]) {
    const authorization = await start();
    let waits = 0;
    return finishDeviceAuthorization(provider, client, authorization, {
      ...options,
      async wait(ms) {
        await acts[waits]?.(authorization.userCode);
        waits += 1;
        sandbox.clock.advance(ms);
      },
    });
  }
  return { sandbox, client, provider, options, start, polls, signIn };
}

const nothing = () => undefined;

test('a device signs in while the person is at another screen, and stays signed in', async () => {
  const { sandbox, client, provider, options, polls, signIn } = await device();
  const confirm = (userCode: string) => sandbox.confirmDevice({ userCode, username: 'alice', password: 'sandbox' });
  const signedIn = await signIn(nothing, nothing, confirm);
  expect(polls()).toBe(3);
  expect(signedIn.key).toEqual({
    issuer: sandbox.issuer,
    clientId: client.clientId,
    subject: sandbox.users.alice.sub,
  });
  const auth = await keepInMemory({ provider, client, ...options, apiOrigins: [sandbox.url] }, signedIn);
  const sipgate = createSipgateClient({ auth, baseUrl: sandbox.apiUrl });
  expect((await sipgate.GET('/account')).data.company).toBe('Adler Optik GmbH');
  sandbox.clock.advance(301_000);
  expect((await sipgate.GET('/balance')).data.currency).toBe('EUR');
});

test('a no of the person ends it', async () => {
  const { sandbox, signIn } = await device();
  const refuse = (userCode: string) =>
    sandbox.confirmDevice({ userCode, username: 'alice', password: 'sandbox', consent: 'no' }).catch(nothing);
  await expect(signIn(refuse)).rejects.toMatchObject({ code: 'access_denied' });
});

test('nobody comes: it ends when the code does', async () => {
  const { signIn, polls } = await device();
  await expect(signIn()).rejects.toMatchObject({ code: 'device_expired' });
  expect(polls()).toBe(120);
});

test('the network is away for a while: nothing is lost', async () => {
  const { sandbox, signIn } = await device();
  const goAway = () => sandbox.faults.add({ path: '*/token', drop: 'before', next: 2 });
  const confirm = (userCode: string) => sandbox.confirmDevice({ userCode, username: 'bob', password: 'sandbox' });
  const { key } = await signIn(goAway, confirm);
  expect(key.subject).toBe(sandbox.users.bob.sub);
});

test('a client without the grant, and a login without it, say so in one way', async () => {
  const withoutGrant = await device({ confidential: true });
  await expect(withoutGrant.start()).rejects.toMatchObject({ code: 'device_unsupported' });
  const withoutFlow = await device({ deviceFlow: false });
  await expect(withoutFlow.start()).rejects.toMatchObject({ code: 'device_unsupported' });
});
