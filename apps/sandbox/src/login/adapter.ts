import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { ClientStore, SandboxClient } from '../clients.ts';
import type { RealmState, StoredEntry } from './realm-state.ts';

/** What a late comer may still ask about: destroyed entries of these models stay as tombstones. */
const TOMBSTONED = new Set(['AuthorizationCode', 'AccessToken', 'RefreshToken', 'Grant']);

/**
 * oidc-provider's storage on a {@link RealmState}. Nothing leaves by age or number: expiry is judged by the sandbox's
 * clock when an entry is read, and what was used or destroyed keeps its trace.
 */
export function createAdapterFactory(state: RealmState, clients: ClientStore): (model: string) => Adapter {
  return (model) => (model === 'Client' ? clientAdapter(state, clients) : modelAdapter(state, model));
}

function modelAdapter(state: RealmState, model: string): Adapter {
  const entries = (): Map<string, StoredEntry> => {
    let found = state.models.get(model);
    if (found === undefined) {
      found = new Map();
      state.models.set(model, found);
    }
    return found;
  };
  return {
    async upsert(id, payload) {
      const known = entries().get(id);
      // A destroyed grant or token must not come back because a slow request saves it once more.
      if (known?.destroyedAt !== undefined) return;
      entries().set(id, { ...known, payload: { ...payload } });
    },
    async find(id) {
      return readable(entries().get(id));
    },
    async findByUid(uid) {
      return readable([...entries().values()].find(({ payload }) => payload.uid === uid));
    },
    async findByUserCode() {
      return undefined;
    },
    async consume(id) {
      const entry = entries().get(id);
      if (entry !== undefined) entry.consumedAt ??= Date.now();
    },
    async destroy(id) {
      const entry = entries().get(id);
      if (entry === undefined) return;
      if (TOMBSTONED.has(model)) entry.destroyedAt ??= Date.now();
      else entries().delete(id);
    },
    async revokeByGrantId(grantId) {
      for (const entry of entries().values()) {
        if (entry.payload.grantId === grantId) entry.destroyedAt ??= Date.now();
      }
    },
  };
}

function readable(entry: StoredEntry | undefined): AdapterPayload | undefined {
  if (entry === undefined || entry.destroyedAt !== undefined) return undefined;
  return { ...entry.payload, ...(entry.consumedAt === undefined ? {} : { consumed: entry.consumedAt }) };
}

/** Clients come from the sandbox's own store, so that one made through the REST API can sign in at once. */
function clientAdapter(state: RealmState, clients: ClientStore): Adapter {
  const unused = async () => undefined;
  return {
    async find(clientId) {
      const client = clients.find(clientId);
      return client?.realm === state.realm && client.enabled ? metadataOf(client) : undefined;
    },
    upsert: unused,
    findByUid: unused,
    findByUserCode: unused,
    consume: unused,
    destroy: unused,
    revokeByGrantId: unused,
  };
}

/**
 * What oidc-provider needs to know of a client. Its secret and redirect URIs are not among it: both are checked, by
 * Keycloak's rules, before a request gets that far.
 */
function metadataOf(client: SandboxClient): AdapterPayload {
  return {
    client_id: client.clientId,
    client_name: client.name,
    redirect_uris: ['https://checked-before.invalid/'],
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  };
}
