import { homedir } from 'node:os';
import { join } from 'node:path';
import { createTokenManager } from '@sipgate-kit/core';
import { openFileStore } from '@sipgate-kit/vault/file';
import { client, provider, signIn } from './signed-in.ts';

/** What the README of the vault shows for a command line. */
const store = await openFileStore({ folder: join(homedir(), '.local/share/my-app') });
const [connection] = await store.list();
const { id } = connection ?? (await store.saveSignIn(signIn.key, signIn.tokenSet));
const manager = createTokenManager({ provider, client, store });
const account = await manager.forConnection(id).fetch('https://api.sipgate.com/v2/account');

export const shown = account;
