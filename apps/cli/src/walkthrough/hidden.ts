import { fingerprint } from '@sipgate-kit/core';

/** Names whose values open something, or tie this sign-in to this program. */
const SECRETS = new Set([
  'access_token',
  'authorization',
  'client_secret',
  'code',
  'code_verifier',
  'id_token',
  'jti',
  'nonce',
  'refresh_token',
  'session_state',
  'sid',
  'state',
  'token',
]);

/** A value as it may be shown: a secret by its length and fingerprint, which tells two of them apart. */
export async function shown(name: string, value: unknown): Promise<string> {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (!SECRETS.has(name.toLowerCase())) return text;
  const [scheme, credentials] = /^(Bearer|Basic) (.+)$/i.exec(text)?.slice(1) ?? ['', text];
  const hidden = `[hidden: ${credentials?.length} characters, fingerprint ${await fingerprint(credentials ?? '')}]`;
  return scheme === '' ? hidden : `${scheme} ${hidden}`;
}
