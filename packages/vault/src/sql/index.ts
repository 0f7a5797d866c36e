/**
 * The vault in SQL: connections, sign-ins under way and browser sessions, sealed, for any number of processes.
 *
 * @module
 */
export type { KeyRotation, KeyRotationOptions } from '../token-sets/key-rotation.ts';
export type { ConnectionPage, ConnectionQuery } from './connection-list.ts';
export { openVault, type Vault, type VaultConnections } from './open-vault.ts';
export type { VaultPause } from './pauses.ts';
export type { WaitingForDatabase } from './postgres.ts';
export type { Session, SessionLifetimes, Sessions } from './sessions.ts';
export type { PendingSignIn, Transactions } from './transactions.ts';
export type { PostgresVaultOptions, SqliteVaultOptions, VaultOptions } from './vault-options.ts';
