/**
 * A sandbox for one case alone, with a clock that stands still until the case lets time pass.
 * @module
 */
import { randomUUID } from 'node:crypto';
import { createSandbox } from '@sipgate-kit/sandbox';
import { REDIRECT_URI } from '../realms.mjs';
import { CannotHappen } from './cannot-happen.mjs';

const SECOND = 1_000;

/** Milliseconds; a bit more than the lifetimes of sipgate's realm. */
const ADVANCES = {
  'a second': SECOND,
  'a poll': 6 * SECOND,
  'a code': 61 * SECOND,
  'an access token': 301 * SECOND,
  'a session': 31 * 86_400 * SECOND,
  'a device code': 601 * SECOND,
};

/** @returns {Promise<{ side: import('../world.mjs').Side, close: () => Promise<void> }>} */
export async function sandboxSide() {
  const startedAt = Date.now();
  const sandbox = await createSandbox({ port: 0, now: () => startedAt, allowRealHosts: true });
  const account = { username: sandbox.users.bob.username, password: sandbox.users.bob.password };

  /** @param {(clients: ReturnType<typeof sandbox.snapshot>['clients']) => ReturnType<typeof sandbox.snapshot>['clients']} change */
  const changeClients = (change) => {
    const state = sandbox.snapshot();
    sandbox.restore({ ...state, clients: change(state.clients) });
  };

  /** @type {import('../world.mjs').Side} */
  const side = {
    issuer: (realm) => sandbox.issuer.replace(/[^/]+$/, realm),
    shortRealm: 'third-party',
    client: sandbox.client,
    publicClient: sandbox.publicClient,
    account: async () => account,
    async addClient(settings) {
      const clientId = `2400101-9-${randomUUID()}:third-party`;
      const clientSecret = randomUUID();
      changeClients((clients) => {
        const seeded = clients.find((client) => client.clientId === sandbox.client.clientId);
        if (seeded === undefined) throw new Error('the sandbox has lost its seeded client');
        const spare = { ...seeded, clientId, clientSecret, uuid: randomUUID(), redirectUris: [REDIRECT_URI] };
        return [...clients, { ...spare, webOrigins: [], ...asInSandbox(settings) }];
      });
      return { clientId, clientSecret };
    },
    changeClient: async (clientId, settings) =>
      changeClients((clients) =>
        clients.map((client) => (client.clientId === clientId ? { ...client, ...asInSandbox(settings) } : client)),
      ),
    endSessions: async () => sandbox.administrator.endSessions(account.username),
    enableAccount: async (enabled) => sandbox.administrator.enableAccount(account.username, enabled),
    withdrawConsent: async (clientId) => sandbox.administrator.withdrawConsent(account.username, clientId),
    now: sandbox.clock.now,
    pass: async (what) => sandbox.clock.advance(ADVANCES[what]),
  };
  return { side, close: () => sandbox.close() };
}

/**
 * Settings of a client as the sandbox keeps them.
 *
 * @param {import('../world.mjs').ClientSettings} settings
 */
function asInSandbox({ consentRequired, notBefore, redirectUris, webOrigins, ...same }) {
  if (consentRequired !== undefined) throw new CannotHappen('every client of the sandbox asks for consent');
  if (notBefore !== undefined) throw new CannotHappen('a client of the sandbox has no not-before');
  return {
    ...same,
    ...(redirectUris === undefined ? {} : { redirectUris: [...redirectUris] }),
    ...(webOrigins === undefined ? {} : { webOrigins: [...webOrigins] }),
  };
}
