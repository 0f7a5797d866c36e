import type { RandomSource } from './random.ts';

/** The two realms of sipgate's login. A client lives in the one its id ends with. */
export type Realm = 'third-party' | 'sipgate-apps';

export const REALMS = ['third-party', 'sipgate-apps'] as const satisfies readonly Realm[];

/** What the REST API lets one say about a client. */
export interface ClientDescription {
  readonly name: string;
  readonly description: string;
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
  readonly privacyUrl: string;
  readonly termsUrl: string;
}

/** An OAuth client as the sandbox keeps it. Plain data. */
export interface SandboxClient extends ClientDescription {
  readonly clientId: string;
  /** Keycloak's own id of the client, the third part of an authorization code. */
  readonly uuid: string;
  readonly realm: Realm;
  /** Absent: a public client, which proves itself by PKCE alone. */
  readonly clientSecret?: string;
  /** masterSipId of the account the client belongs to. */
  readonly owner: string;
  readonly enabled: boolean;
  /** Whether the authorization code flow is on. */
  readonly standardFlow: boolean;
  /** Whether devices may sign in (RFC 8628); off where it is not said. */
  readonly deviceFlow?: boolean;
  /** Set: the client may not sign in without PKCE of this method. */
  readonly requiredPkceMethod?: 'S256' | 'plain';
}

/** The OAuth clients of a sandbox, of both realms. */
export interface ClientStore {
  find(clientId: string): SandboxClient | undefined;
  ownedBy(masterSipId: string): readonly SandboxClient[];
  list(): readonly SandboxClient[];
  /** Adds a client or replaces the one with its id. */
  put(client: SandboxClient): void;
  /** `false` when there was none. */
  remove(clientId: string): boolean;
  replaceAll(clients: readonly SandboxClient[]): void;
}

export function createClientStore(seed: readonly SandboxClient[]): ClientStore {
  const clients = new Map(seed.map((client) => [client.clientId, client]));
  return {
    find: (clientId) => clients.get(clientId),
    ownedBy: (masterSipId) => [...clients.values()].filter((client) => client.owner === masterSipId),
    list: () => [...clients.values()],
    put: (client) => void clients.set(client.clientId, client),
    remove: (clientId) => clients.delete(clientId),
    replaceAll(replacement) {
      clients.clear();
      for (const client of replacement) clients.set(client.clientId, client);
    },
  };
}

/** A new confidential client, with an id of the shape sipgate gives: `<masterSipId>-<digit>-<UUIDv1>:third-party`. */
export function newClient(
  owner: string,
  description: ClientDescription,
  { now, random }: { readonly now: number; readonly random: RandomSource },
): SandboxClient {
  return {
    ...description,
    clientId: `${owner}-0-${timeBasedUuid(now, random)}:third-party`,
    uuid: random.uuid(),
    realm: 'third-party',
    clientSecret: random.uuid(),
    owner,
    enabled: true,
    standardFlow: true,
  };
}

/** UUID version 1 (RFC 9562 §5.1): 100 ns since 1582, a random clock sequence and a random node with its multicast bit set. */
function timeBasedUuid(nowMs: number, source: RandomSource): string {
  const ticks = (BigInt(nowMs) + 12_219_292_800_000n) * 10_000n + BigInt(source.bytes(2).readUInt16BE() % 10_000);
  const hex = ticks.toString(16).padStart(15, '0');
  const random = source.bytes(8);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  random[2] = (random[2] ?? 0) | 0x01;
  const tail = random.toString('hex');
  return `${hex.slice(7)}-${hex.slice(3, 7)}-1${hex.slice(0, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
