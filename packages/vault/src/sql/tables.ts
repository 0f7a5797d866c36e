/** A connection. What every process decides by is a column; only the token set is sealed. Instants are of the store's clock. */
export interface ConnectionsTable {
  id: string;
  issuer: string;
  client_id: string;
  subject: string;
  generation: number;
  /** As the contract has it, or `removed`. */
  status: string;
  reason: string | null;
  /** The token set, sealed to issuer, client, subject, id and generation; empty once removed. */
  sealed: string;
  /** Which key sealed it; empty = only the sealed text says so; null once removed. */
  key_id: string | null;
  lease_owner: string | null;
  lease_until: number | null;
  /** `first` or `retry`: what the present lease wrote into `send_deadline`, so that its holder can take it back. */
  lease_mark: string | null;
  send_deadline: number | null;
  retried_generation: number | null;
  retry_at: number | null;
  failures: number;
  /** Instants of the token set, by the provider's clock: they order sign-ins without opening the set. */
  issued_at: number;
  authenticated_at: number | null;
  refresh_token_expires_at: number | null;
  created_at: number;
  updated_at: number;
  /** When the present token set came. */
  refreshed_at: number;
  /** Set on a tombstone: keeps a late answer out until it is swept away. */
  removed_at: number | null;
}

/** A sign-in under way. Instants are of the application's clock. */
export interface TransactionsTable {
  /** SHA-256 of the state. */
  id: string;
  /** SHA-256 of the browser's id. */
  browser: string;
  sealed: string;
  /** Which key sealed it; empty = only the sealed text says so. */
  key_id: string | null;
  created_at: number;
  expires_at: number;
}

/** A browser's session. Instants are of the application's clock. */
export interface SessionsTable {
  /** SHA-256 of the session id. */
  id: string;
  connection_id: string;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
}

/** A pause of the whole vault: what was refreshed up to then is left alone until somebody resumes. */
export interface PausesTable {
  name: string;
  reason: string;
  /** Instant of the store's clock. */
  paused_at: number;
}

/** Which steps of the schema this database has gone through. */
export interface MigrationsTable {
  version: number;
  name: string;
  applied_at: number;
}

export interface VaultTables {
  vault_connections: ConnectionsTable;
  vault_transactions: TransactionsTable;
  vault_sessions: SessionsTable;
  vault_pauses: PausesTable;
  vault_migrations: MigrationsTable;
}
