import { type ConnectionState, SipgateKitError, TokenSet, type TokenSetData } from '@sipgate-kit/core';
import type { KeyRing } from '../sealing/key-ring.ts';
import { type AdditionalData, open, seal } from '../sealing/seal.ts';

/** Where a token set belongs: it opens for its own connection, at its own generation, and nowhere else. */
export type TokenSetPlace = Pick<ConnectionState, 'id' | 'key' | 'generation'>;

/** Seals a token set to its connection and generation. */
export function sealTokenSet(keyRing: KeyRing, tokenSet: TokenSet, place: TokenSetPlace): Promise<string> {
  return seal(keyRing, JSON.stringify(tokenSet.serialize()), belongsTo(place));
}

/**
 * Opens what {@link sealTokenSet} made for the same place. Throws `vault_key_missing` or `vault_entry_damaged`, naming
 * the connection.
 */
export async function openTokenSet(keyRing: KeyRing, sealed: string, place: TokenSetPlace): Promise<TokenSet> {
  const text = await open(keyRing, sealed, belongsTo(place)).catch((error: unknown) => {
    if (!(error instanceof SipgateKitError)) throw error;
    throw new SipgateKitError(error.code, `Connection ${place.id}: ${error.message}`, { hint: error.hint });
  });
  // What opens was sealed by this code: no need to doubt its shape.
  return new TokenSet(JSON.parse(text) as TokenSetData);
}

function belongsTo({ id, key: { issuer, clientId, subject }, generation }: TokenSetPlace): AdditionalData {
  return { issuer, clientId, subject, id, generation };
}
