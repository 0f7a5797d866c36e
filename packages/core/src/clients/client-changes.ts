import type { OAuthClient } from './oauth-client.ts';
import type { OAuthClientInput, OAuthClientPatch } from './oauth-client-input.ts';

/** The value of a field; lists are compared as sets, since their order means nothing to the login. */
export type ClientFieldValue = string | readonly string[] | undefined;

/** A field whose value is to be another. */
export interface ClientChange {
  readonly field: keyof OAuthClientInput;
  readonly before: ClientFieldValue;
  readonly after: ClientFieldValue;
}

/** Every field that can be chosen, in the order people read them. */
export const CLIENT_FIELDS = [
  'name',
  'description',
  'redirectUris',
  'webOrigins',
  'privacyUrl',
  'termsUrl',
] as const satisfies readonly (keyof OAuthClientInput)[];

/**
 * What `wanted` would change about a client; fields it does not name stay. An absent link and an empty one are the same.
 *
 * @example
 * clientChanges(client, { name: client.name }); // []
 */
export function clientChanges(
  client: Partial<Omit<OAuthClient, 'clientId' | 'clientSecret'>>,
  wanted: OAuthClientPatch,
): readonly ClientChange[] {
  return CLIENT_FIELDS.filter((field) => wanted[field] !== undefined)
    .map((field) => ({ field, before: client[field], after: wanted[field] }))
    .filter(({ before, after }) => !same(before, after));
}

function same(before: ClientFieldValue, after: ClientFieldValue): boolean {
  const [one, other] = [setOf(before), setOf(after)];
  return one.size === other.size && [...one].every((value) => other.has(value));
}

function setOf(value: ClientFieldValue): ReadonlySet<string> {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return new Set(values.filter((text) => text !== ''));
}
