import { createHmac } from 'node:crypto';
import { Secret, SipgateKitError } from '@sipgate-kit/core';

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z\d+/]+={0,2}$/;

/** What the convention allows, in bytes. */
const [SHORTEST, LONGEST] = [24, 64];

/**
 * Reads the secrets of a webhook, as the Standard Webhooks convention writes them: `whsec_` (which may be left out) and
 * 24 to 64 bytes in base64. Several, separated by commas, all sign: for a change of the secret without a gap.
 *
 * @throws SipgateKitError `invalid_configuration`, which never shows a secret.
 * @example
 * parseWebhookSecrets('whsec_<new>,whsec_<old>');
 */
export function parseWebhookSecrets(text: string): readonly Secret[] {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  for (const [index, entry] of entries.entries()) {
    const encoded = entry.replace(PREFIX, '');
    const { length } = keyOf(entry);
    if (!BASE64.test(encoded) || length < SHORTEST || length > LONGEST) {
      throw invalid(`is not base64 of ${SHORTEST} to ${LONGEST} bytes in entry ${index + 1}`);
    }
  }
  if (entries.length === 0) throw invalid('holds no secret');
  return entries.map((entry) => new Secret(entry));
}

/** What a receiver checks: who it is about, when it was sent, and the bytes of the body. */
export interface SignedContent {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers that prove where a message comes from (Standard Webhooks): HMAC-SHA256 over id, timestamp and body, once
 * for each secret.
 */
export function signatureHeaders(secrets: readonly Secret[], { id, timestamp, body }: SignedContent) {
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', keyOf(secret.reveal())).update(`${id}.${timestamp}.${body}`);
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  } as const;
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(PREFIX, ''), 'base64');

function invalid(message: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', message, {
    hint: '`echo "whsec_$(openssl rand -base64 32)"` makes a secret; the receiver needs the same one.',
  });
}
