import { fingerprint, finishAuthorization, SipgateKitError, startAuthorization } from '@sipgate-kit/core';
import type { Context } from 'hono';
import type { ServerContext } from './server-context.ts';

/**
 * Begins a sign-in: remembers the transaction, gives the browser its half of it, and returns the provider's address.
 *
 * @param further scopes to ask for beside those of every sign-in
 * @throws SipgateKitError `rate_limited` when too many sign-ins are under way, `store_unavailable`.
 */
export async function beginSignIn(
  server: ServerContext,
  c: Context,
  { returnTo, further }: { returnTo: string; further: readonly string[] },
): Promise<URL> {
  const { configuration, vault, flowCookies, clock } = server;
  const { url, transaction } = await startAuthorization(configuration.provider, {
    clientId: configuration.client.clientId,
    redirectUri: configuration.redirectUri,
    scopes: [...configuration.scopes, ...further],
    now: clock.local,
  });
  const { browserId, isNew } = flowCookies.browserOf(c);
  await vault.transactions.put({ browserId, firstOfBrowser: isNew, transaction, returnTo });
  flowCookies.remember(c, { browserId, state: transaction.state, startedAt: transaction.startedAt });
  return url;
}

/**
 * Finishes a sign-in of this browser: spends the transaction, trades the code, stores the connection, begins the
 * session. Returns where to go next.
 *
 * @param state from a callback whose flow cookie has been matched
 * @throws SipgateKitError `transaction_used` when there is nothing to finish, and everything `finishAuthorization` throws.
 */
export async function finishSignIn(
  server: ServerContext,
  c: Context,
  { state, query }: { state: string; query: URLSearchParams },
): Promise<string> {
  const { configuration, vault, presences, flowCookies, clock, fetch, log, metrics } = server;
  const pending = await vault.transactions.consume(state);
  flowCookies.forget(c, state);
  if (pending === undefined) {
    throw new SipgateKitError('transaction_used', 'This sign-in was already finished, or is too old to be known.', {
      hint: 'Go to the start page; if you are not signed in there, sign in again.',
    });
  }
  const { provider, client } = configuration;
  const { key, tokenSet } = await finishAuthorization(provider, client, pending.transaction, query, { fetch, clock });
  const connection = await vault.connections.saveSignIn(key, tokenSet);
  await presences.begin(c, connection.id);
  metrics.signIn('success');
  log.info(
    {
      audit: 'sign-in',
      requestId: c.get('requestId'),
      connectionId: connection.id,
      generation: connection.generation,
      fingerprint: await fingerprint(tokenSet.accessToken),
    },
    'signed in',
  );
  return pending.returnTo;
}
