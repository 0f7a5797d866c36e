import { z } from 'zod';
import { type ClientStore, REALMS } from '../clients.ts';
import { type Company, emptyTables } from '../companies/company.ts';
import type { CompanyStore } from '../companies/company-store.ts';
import type { RealmContext } from '../login/realm.ts';
import type { RealmState } from '../login/realm-state.ts';
import { exportSigningKeys, importSigningKeys, type Signing } from '../login/signing-keys.ts';

/** Everything a sandbox knows but its clock, faults and request log. Plain JSON, full of secrets of this sandbox. */
export type Snapshot = z.infer<typeof snapshotSchema>;

const entries = z.array(z.tuple([z.string(), z.unknown()]));

const clientSchema = z.object({
  clientId: z.string(),
  uuid: z.string(),
  realm: z.enum(['third-party', 'sipgate-apps']),
  clientSecret: z.string().optional(),
  name: z.string(),
  description: z.string(),
  redirectUris: z.array(z.string()),
  webOrigins: z.array(z.string()),
  privacyUrl: z.string(),
  termsUrl: z.string(),
  owner: z.string(),
  enabled: z.boolean(),
  standardFlow: z.boolean(),
  deviceFlow: z.boolean().optional(),
  requiredPkceMethod: z.enum(['S256', 'plain']).optional(),
});

const realmSchema = z.strictObject({
  models: z.array(z.tuple([z.string(), entries])),
  userSessions: entries,
  clientSessions: entries,
  codes: entries,
  deviceCodes: entries.default([]),
  consents: entries,
  tokens: entries,
});

const table = z.array(z.looseObject({ id: z.string() }));

/** What a company has; all tables are there, what is in their rows is believed. */
const companySchema = z.strictObject({
  masterSipId: z.string(),
  balance: z.number().int().min(0).max(2_147_483_647),
  verified: z.boolean(),
  webhooks: z.looseObject({ log: z.boolean() }),
  serials: z.record(z.string(), z.number().int()),
  tables: z.strictObject(Object.fromEntries(Object.keys(emptyTables()).map((name) => [name, table]))),
});

/** The shape a restored snapshot has to have; what is inside the entries is believed. */
export const snapshotSchema = z.strictObject({
  version: z.literal(1),
  keys: z.strictObject({ privateJwk: z.looseObject({ kty: z.literal('RSA') }), refreshTokenSecret: z.string() }),
  clients: z.array(clientSchema),
  /** Companies that are not in it stay as they are. */
  companies: z.array(companySchema).default([]),
  realms: z.strictObject({ 'third-party': realmSchema, 'sipgate-apps': realmSchema }),
});

export interface SnapshotParts {
  readonly realms: readonly RealmContext[];
  readonly clients: ClientStore;
  readonly companies: CompanyStore;
  readonly signing: Signing;
}

/** Copies the state; later requests do not change the copy. */
export function takeSnapshot({ realms, clients, companies, signing }: SnapshotParts): Snapshot {
  const states = Object.fromEntries(realms.map(({ realm, state }) => [realm, entriesOf(state)]));
  return structuredClone({
    version: 1,
    keys: exportSigningKeys(signing.keys),
    clients: clients.list(),
    companies: companies.list(),
    realms: states,
  }) as unknown as Snapshot;
}

/**
 * Puts a state back. Sessions begun since are unknown again, tokens used since are good again: what a restored database
 * does to a provider. Tokens name the port they came from, so a snapshot is good for a sandbox on the same one.
 *
 * @throws TypeError when the snapshot's key is none.
 */
export function restoreSnapshot(parts: SnapshotParts, snapshot: Snapshot): void {
  const copy = structuredClone(snapshot);
  parts.signing.keys = importSigningKeys(copy.keys);
  parts.clients.replaceAll(copy.clients.map((client) => client as ReturnType<ClientStore['list']>[number]));
  // Snapshots of versions without companies come by restore(), too, which nobody checked.
  parts.companies.replace((copy.companies ?? []) as unknown as Company[]);
  for (const name of REALMS) {
    const realm = parts.realms.find(({ realm: candidate }) => candidate === name);
    if (realm !== undefined) fill(realm.state, copy.realms[name]);
  }
}

function entriesOf(state: RealmState) {
  return {
    models: [...state.models].map(([model, stored]) => [model, [...stored]]),
    userSessions: [...state.userSessions],
    clientSessions: [...state.clientSessions],
    codes: [...state.codes],
    deviceCodes: [...state.deviceCodes],
    consents: [...state.consents],
    tokens: [...state.tokens],
  };
}

function fill(state: RealmState, data: z.infer<typeof realmSchema>): void {
  replace(
    state.models,
    data.models.map(([model, stored]) => [model, new Map(stored)] as [string, unknown]),
  );
  replace(state.userSessions, data.userSessions);
  replace(state.clientSessions, data.clientSessions);
  replace(state.codes, data.codes);
  replace(state.deviceCodes, data.deviceCodes);
  replace(state.consents, data.consents);
  replace(state.tokens, data.tokens);
}

function replace<Value>(map: Map<string, Value>, entries: readonly (readonly [string, unknown])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value as Value);
}
