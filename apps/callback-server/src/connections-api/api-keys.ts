import { createHash, timingSafeEqual } from 'node:crypto';
import { SipgateKitError } from '@sipgate-kit/core';

/** What a key may do: see connections, get their access tokens, end them. */
export type ApiScope = 'connections:read' | 'connections:token' | 'connections:write';

/** The right of a back end to use the connections API. Never holds the key itself, only its SHA-256. */
export interface ApiKey {
  /** For logs. */
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  /** Instant, milliseconds since the epoch, our own clock; absent = until it is taken out of the configuration. */
  readonly expiresAt?: number;
  readonly digest: Uint8Array;
}

const SCOPES: Readonly<Record<string, ApiScope>> = {
  read: 'connections:read',
  token: 'connections:token',
  write: 'connections:write',
};

const NAME = /^[\w.-]{1,40}$/;
/** Long enough that nobody guesses it; without the characters that separate the parts of the list. */
const KEY = /^[\w+/=.~-]{32,256}$/;

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * Reads `name:scopes:key` or `name:scopes:key:expiry`, several separated by commas. Scopes are `read`, `token` and
 * `write`, joined by `+`; the expiry is a date, at whose end (UTC) the key stops working.
 *
 * @throws SipgateKitError `invalid_configuration`, which says which entry is wrong and never shows a key, nor the name of a
 * wrong entry: in another order the key would stand in its place.
 * @example
 * parseApiKeys('crm:read+token:<32 or more characters>,ops:read+write:<another>:2027-12-31');
 */
export function parseApiKeys(text: string): readonly ApiKey[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const keys = entries.filter(Boolean).map((entry, index) => parseEntry(entry, index + 1));
  const twice = keys.find(({ name }, index) => keys.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw invalid(`has two keys named "${twice.name}"`);
  const same = keys.find(
    ({ digest }, index) => keys.findIndex((other) => timingSafeEqual(other.digest, digest)) !== index,
  );
  if (same !== undefined) throw invalid(`gives "${same.name}" the key of another name`);
  return keys;
}

function parseEntry(entry: string, position: number): ApiKey {
  const [name = '', scopeText = '', key = '', expiry, ...more] = entry.split(':').map((part) => part.trim());
  if (!NAME.test(name)) throw invalid(`has no usable name in entry ${position}`);
  const scopes = scopeText.split('+').map((word) => SCOPES[word]);
  if (!scopes.every((scope) => scope !== undefined)) {
    throw invalid(`has scopes other than ${Object.keys(SCOPES).join(', ')} in entry ${position}`);
  }
  if (!KEY.test(key))
    throw invalid(`has a key that is shorter than 32 characters, or has odd ones, in entry ${position}`);
  const expiresAt = expiry === undefined ? undefined : endOfDay(expiry);
  if (more.length > 0 || Number.isNaN(expiresAt)) throw invalid(`has an expiry that is no date in entry ${position}`);
  return { name, scopes, digest: digestOf(key), ...(expiresAt !== undefined && { expiresAt }) };
}

const endOfDay = (date: string): number =>
  /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T23:59:59.999Z`) : Number.NaN;

/** The key somebody presents, if it is one of ours. Compares all of them in full: its duration says nothing. */
export function findApiKey(keys: readonly ApiKey[], presented: string): ApiKey | undefined {
  const digest = digestOf(presented);
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(key.digest, digest)) found = key;
  return found;
}

function invalid(message: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', message, {
    hint: 'Write name:read+token:key, several separated by commas; `openssl rand -hex 32` makes a key.',
  });
}
