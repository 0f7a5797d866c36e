import type { Directory } from '../accounts.ts';
import type { ClientStore, Realm } from '../clients.ts';
import type { Company } from '../companies/company.ts';
import type { CompanyStore } from '../companies/company-store.ts';
import type { RealmState } from '../login/realm-state.ts';
import { exportSigningKeys, importSigningKeys, type Signing } from '../login/signing-keys.ts';
import type { Snapshot } from './snapshot-schema.ts';

export interface SnapshotParts {
  readonly states: readonly RealmState[];
  readonly clients: ClientStore;
  readonly companies: CompanyStore;
  readonly directory: Directory;
  readonly signing: Signing;
}

/** Copies the state; later requests do not change the copy. */
export function takeSnapshot({ states, clients, companies, directory, signing }: SnapshotParts): Snapshot {
  return structuredClone({
    version: 1,
    keys: exportSigningKeys(signing.keys),
    clients: clients.list(),
    companies: companies.list(),
    accounts: directory.accounts.map(({ masterSipId, featureScope }) => ({ masterSipId, featureScope })),
    realms: Object.fromEntries(states.map((state) => [state.realm, entriesOf(state)])),
  }) as unknown as Snapshot;
}

/**
 * Puts a state back. Sessions begun since are unknown again, tokens used since are good again: what a restored database
 * does to a provider. Tokens name the port they came from, so a snapshot is good for a sandbox on the same one.
 *
 * @throws TypeError for what is no snapshot, or one whose key is none; nothing is changed then.
 */
export function restoreSnapshot(parts: SnapshotParts, snapshot: Snapshot): void {
  const copy = structuredClone(snapshot);
  if (!Array.isArray(copy.clients) || parts.states.some(({ realm }) => copy.realms?.[realm] === undefined)) {
    throw new TypeError('This is not a snapshot of a sandbox.');
  }
  parts.signing.keys = importSigningKeys(copy.keys);
  parts.clients.replaceAll(copy.clients.map((client) => client as ReturnType<ClientStore['list']>[number]));
  // Snapshots of older versions, without companies or accounts, come by restore(), too, which nobody checked.
  parts.companies.replace((copy.companies ?? []) as unknown as Company[]);
  for (const { masterSipId, featureScope } of copy.accounts ?? []) {
    parts.directory.setFeatureScope(masterSipId, featureScope);
  }
  for (const state of parts.states) fill(state, copy.realms[state.realm]);
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
    disabledAccounts: [...state.disabledAccounts],
  };
}

function fill(state: RealmState, data: Snapshot['realms'][Realm]): void {
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
  replace(state.disabledAccounts, data.disabledAccounts);
}

function replace<Value>(map: Map<string, Value>, entries: readonly (readonly [string, unknown])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value as Value);
}
