import { TokenSet, type TokenSetData } from '../token-set.ts';
import type { ConnectionKey, ConnectionState, TokenStore } from '../token-store.ts';

/** What one case of the contract runs against. Every case wants a store of its own, empty. */
export interface TokenStoreContractContext {
  readonly store: TokenStore;
  /** A second handle on the same storage, as another process would hold it; the same store where there is none. */
  readonly otherHandle?: TokenStore;
  /** The store's clock, in the test's hand. It never moves by itself. */
  readonly clock: { now(): number; advance(ms: number): void };
}

/** One promise of the contract: `run` throws an `Error` that says which part of it was broken. */
export interface TokenStoreContractCase {
  readonly title: string;
  run(context: TokenStoreContractContext): Promise<void>;
}

/** Throws when `actual` and `expected` differ; plain data is compared by content, whatever the order of its keys. */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [got, wanted] = [canonical(actual), canonical(expected)];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
}

/** Throws when `condition` does not hold. */
export function holds(what: string, condition: boolean): asserts condition {
  if (!condition) throw new Error(`${what}: does not hold`);
}

/** The value, or an error that says what was missing. */
export function present<T>(what: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`${what}: expected a value, got undefined`);
  return value;
}

export const alice: ConnectionKey = {
  issuer: 'https://login.example/auth/realms/third-party',
  clientId: '1234-q-5678:third-party',
  subject: 'f3a1c1f0-0000-4000-8000-00000000a11c',
};
export const bob: ConnectionKey = { ...alice, subject: 'f3a1c1f0-0000-4000-8000-000000000b0b' };

/** A token set whose tokens carry `name`, with every optional field absent unless given. */
export function tokens(name: string, fields: Partial<TokenSetData> = {}): TokenSet {
  return new TokenSet({
    accessToken: `access-${name}`,
    refreshToken: `refresh-${name}`,
    scopes: ['openid', 'account:read'],
    issuedAt: 1_000,
    ...fields,
  });
}

/** A fresh connection of Alice's, active, generation as the store counts. */
export function signedIn({ store }: TokenStoreContractContext, tokenSet = tokens('first')): Promise<ConnectionState> {
  return store.saveSignIn(alice, tokenSet);
}

/** The access token now stored, by either handle. */
export async function storedAccessToken(
  { store, otherHandle = store }: TokenStoreContractContext,
  id: string,
): Promise<string | undefined> {
  const [here, there] = await Promise.all([store.read(id), otherHandle.read(id)]);
  same('both handles read the same token', here?.tokenSet.accessToken, there?.tokenSet.accessToken);
  return here?.tokenSet.accessToken;
}

/** The state now stored; throws when there is none. */
export async function storedState({ store }: TokenStoreContractContext, id: string): Promise<ConnectionState> {
  return present(`state of ${id}`, (await store.readStates([id]))[0]);
}

function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${name}: ${canonical(member)}`).join(', ')}}`;
}
