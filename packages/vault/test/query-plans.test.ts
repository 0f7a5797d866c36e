import Libsql from 'libsql';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { places, queryPostgres, vaultAt } from './places.ts';
import { alice, tokens, transaction } from './vault-fixture.ts';

/** Every statement that is sent while `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<ReadonlySet<string>> {
  const sqlite = vi.spyOn(Libsql.prototype, 'prepare');
  const postgres = vi.spyOn(pg.Client.prototype, 'query');
  onTestFinished(() => void vi.restoreAllMocks());
  await work();
  const sent = [...sqlite.mock.calls, ...postgres.mock.calls].map(([sent]: unknown[]) =>
    typeof sent === 'object' ? String((sent as { text?: unknown }).text) : String(sent),
  );
  vi.restoreAllMocks();
  return new Set(sent.filter((text) => /^(select|update|delete)\b.*\bvault_/s.test(text)));
}

describe.each(places)('$name:', (place) => {
  const operations: Record<string, (vault: Awaited<ReturnType<typeof vaultAt>>['vault']) => Promise<unknown>> = {
    'cleaning up': (vault) => vault.cleanUp(),
    'asking what is due': (vault) => vault.connections.listDue({ endsBefore: 5, unusedSince: 5, limit: 10 }),
    'asking for states': (vault) => vault.connections.readStates(['a', 'b']),
    'finding a person': (vault) => vault.connections.findByKey(alice),
    'a page of all': (vault) => vault.connections.list({ limit: 10, after: 'a' }),
    'a page of a status': (vault) => vault.connections.list({ limit: 10, status: 'needs_login' }),
    'a page of a person': (vault) => vault.connections.list({ limit: 10, subject: 'alice' }),
    'a page of subjects that begin alike': async (vault) => {
      await vault.connections.list({ limit: 10, subjectPrefix: 'al' });
      await vault.connections.list({ limit: 10, subjectPrefix: 'al', after: 'id alice' });
    },
    'counting what each key has sealed, and sealing it anew': (vault) => vault.rotateKeys(),
    'a callback': (vault) => vault.transactions.consume('state'),
    'reading and ending sessions': async (vault) => {
      await vault.sessions.read('id');
      await vault.sessions.deleteByConnection('id');
    },
    'a refresh': async (vault) => {
      const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
      await vault.connections.acquireLease(id, { owner: 'me', generation, ttlMs: 5_000 });
      await vault.connections.markSending(id, { owner: 'me', generation, deadlineMs: 5_000, retry: false });
      await vault.connections.replace(id, { generation, tokenSet: tokens('second') });
      await vault.connections.remove(id);
    },
  };
  test.each(Object.entries(operations))('%s reads by an index', async (_, work) => {
    const { vault, storage } = await vaultAt(place);
    await vault.transactions.put({ browserId: 'b', transaction: transaction('a'), returnTo: '/' });
    const statements = await statementsOf(() => work(vault));
    expect(statements.size).toBeGreaterThan(0);
    const slow = 'url' in storage.at ? slowInPostgres : slowInSqlite(storage.at.file);
    for (const statement of statements) expect(await slow(statement), statement).toEqual([]);
  });
});

/** Steps of a plan that read a table from its beginning, or sort what they have read. */
function slowInSqlite(file: string) {
  return async (statement: string) => {
    const raw = new Libsql(file);
    const plan = raw.prepare(`explain query plan ${statement}`).all() as { detail: string }[];
    raw.close();
    // An index in its own order, up to a limit, is no scan of the table.
    const walked = /limit/.test(statement) ? /^SCAN vault_(?!pauses)\w+$/ : /^SCAN vault_(?!pauses)/;
    return plan.filter(({ detail }) => walked.test(detail) || /TEMP B-TREE/.test(detail));
  };
}

/** The same, in large tables; even there the server would rather read a tenth of one as a whole, so that is forbidden. */
async function slowInPostgres(statement: string) {
  filled ??= fill();
  const plan = await queryPostgres(`${await filled}%20-cenable_seqscan%3Doff`, `explain (generic_plan) ${statement}`);
  const lines = plan.map((row) => String(row['QUERY PLAN']));
  return lines.filter((line) => /Seq Scan on vault_(?!pauses)|^( *->)? *Sort/.test(line));
}

let filled: Promise<string> | undefined;

async function fill(): Promise<string> {
  const { storage } = await vaultAt(places.find(({ name }) => name === 'PostgreSQL') ?? expect.unreachable());
  await storage.sql(`
    insert into vault_connections
      (id, issuer, client_id, subject, generation, status, sealed, failures, issued_at, created_at, updated_at,
        refreshed_at, refresh_token_expires_at, key_id, removed_at)
      select i::text, 'issuer', 'client', 'person-' || i, 1, case when i % 10 = 0 then 'needs_login' else 'active' end,
        repeat('x', 300), 0, i, i, i, i, case when i % 2 = 0 then i end, 'key-1', case when i % 5 = 0 then i end
      from generate_series(1, 10000) i;
    insert into vault_transactions (id, browser, sealed, created_at, expires_at, key_id)
      select i::text, i::text, repeat('x', 300), i, i, 'key-1' from generate_series(1, 5000) i;
    insert into vault_sessions (id, connection_id, created_at, last_seen_at, expires_at)
      select i::text, i::text, i, i, i from generate_series(1, 5000) i;
    analyze`);
  return 'url' in storage.at ? storage.at.url : '';
}
