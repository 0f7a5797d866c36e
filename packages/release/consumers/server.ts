/** A server as users write one: all five packages but the command line, in TypeScript, on a sandbox of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCallbackServer, loadConfiguration, openServerVault, silentLogger } from '@sipgate-kit/callback-server';
import {
  clientCredentials,
  createSipgateClient,
  createTokenManager,
  finishAuthorization,
  keycloakProvider,
  SipgateKitError,
  startAuthorization,
} from '@sipgate-kit/core';
import { errorCatalogue } from '@sipgate-kit/core/error-catalogue';
import { operationDetails } from '@sipgate-kit/core/operation-details';
import { operations, scopesFor } from '@sipgate-kit/core/operations';
import { createSandbox } from '@sipgate-kit/sandbox';
import { openFileStore } from '@sipgate-kit/vault/file';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';

const folder = await mkdtemp(join(tmpdir(), 'sipgate-kit-consumer-'));
const sandbox = await createSandbox({ port: 0 });
try {
  const provider = keycloakProvider(sandbox.issuer);
  const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);
  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: 'http://localhost:8080/oauth',
    scopes: ['account:read'],
  });
  const callback = await sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' });
  const signIn = await finishAuthorization(provider, client, transaction, callback);

  const files = await openFileStore({ folder: join(folder, 'files') });
  const { id } = await files.saveSignIn(signIn.key, signIn.tokenSet);
  const manager = createTokenManager({ provider, client, store: files, apiOrigins: [sandbox.url] });
  const sipgate = createSipgateClient({
    auth: manager.forConnection(id),
    baseUrl: sandbox.apiUrl,
    scopes: ['account:read'],
  });
  const { data: account } = await sipgate.GET('/account');
  const company: string | undefined = account.company;
  // @ts-expect-error: balance:read was not asked for, and the compiler knows it
  const refused = await sipgate.GET('/balance').catch((error: unknown) => error);
  if (!(refused instanceof SipgateKitError)) throw new Error('A call without its scope was let through.');
  // @ts-expect-error: there is no such path
  await sipgate.GET('/nowhere').catch(() => undefined);

  const database = await openVault({ file: join(folder, 'vault.db'), keyRing: KeyRing.generate() });
  await database.connections.saveSignIn(signIn.key, signIn.tokenSet);
  await database.close();

  const configuration = loadConfiguration({
    CLIENT_ID: client.clientId,
    CLIENT_SECRET: sandbox.client.clientSecret,
    REDIRECT_URI: 'http://localhost:8080/oauth',
    SIPGATE_KIT_ISSUER: sandbox.issuer,
    SIPGATE_KIT_DATA_DIR: join(folder, 'server'),
  });
  const vault = await openServerVault(configuration);
  const server = createCallbackServer({ configuration, vault, logger: silentLogger });
  const login = await server.app.request('http://localhost:8080/login');
  if (!login.headers.get('location')?.startsWith(sandbox.issuer)) throw new Error(`/login answered ${login.status}.`);
  await server.close();
  await vault.close();

  const scopes: readonly string[] = scopesFor(['getAccount']);
  if (scopes[0] !== 'account:read' || operations.getAccount.path !== '/account') throw new Error('operations');
  if (!operationDetails.getAccount.summary) throw new Error('operation-details');
  if (!errorCatalogue.state_mismatch) throw new Error('error-catalogue');
  console.log(`used: ${company}`);
} finally {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}
